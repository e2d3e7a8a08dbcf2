// Opens every page of a folder in headless Chromium, light, dark and on a narrow screen, and fails on what
// axe-core finds, on a request to the network, on sideways scrolling, and where printing fails.
// node accessibility.mjs MODULES PAGES CHROMIUM
import { mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [modules, folder, chromium] = process.argv.slice(2);
const require = createRequire(resolve(modules, 'node_modules', 'here.js'));
const { chromium: browserType } = require('playwright-core');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const shots = process.env.EXITPOLL_SHOTS;
if (shots) mkdirSync(shots, { recursive: true });

const pages = readdirSync(folder).filter((name) => name.endsWith('.html')).sort();
if (pages.length < 5) throw new Error(`only ${pages.length} pages in ${folder}`);

const browser = await browserType.launch({
    executablePath: chromium,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
        '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
const views = [
    { name: 'light', colorScheme: 'light', viewport: { width: 1280, height: 900 } },
    { name: 'dark', colorScheme: 'dark', viewport: { width: 1280, height: 900 } },
    { name: 'narrow', colorScheme: 'light', viewport: { width: 320, height: 700 } },
];
let failures = 0;
const fail = (page, view, what) => {
    failures += 1;
    console.error(`${page} (${view}): ${what}`);
};
for (const { name: view, ...options } of views) {
    // axe is put into the page, which the page's own policy forbids to anybody else.
    const context = await browser.newContext({ ...options, bypassCSP: true });
    for (const name of pages) {
        const page = await context.newPage();
        const address = pathToFileURL(resolve(folder, name)).href;
        page.on('request', (request) => {
            if (request.url() !== address) fail(name, view, `requests ${request.url()}`);
        });
        page.on('console', (message) => {
            if (message.type() === 'error') fail(name, view, message.text());
        });
        await page.goto(address);
        if (shots) await page.screenshot({ path: join(shots, `${name}-${view}.png`) });
        // What is folded is judged as well.
        await page.evaluate(() => document.querySelectorAll('details').forEach((of) => { of.open = true; }));
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        if (wide > options.viewport.width) fail(name, view, `${wide} pixels wide`);
        if (shots) await page.screenshot({ path: join(shots, `${name}-${view}-open.png`), fullPage: true });
        // Hostile names change no colours: one view of them is judged.
        if (view !== 'light' && name.startsWith('hostile-')) {
            await page.close();
            continue;
        }
        // The rows of a table are alike, and judging thousands takes minutes: three of each stay.
        await page.evaluate(() => document.querySelectorAll('tbody tr:nth-child(n+4)').forEach((of) => of.remove()));
        await page.evaluate(axe);
        const { violations } = await page.evaluate(() => window.axe.run({ resultTypes: ['violations'], preload: false }));
        for (const of of violations) {
            const where = of.nodes.slice(0, 3).map((node) => `${node.html.slice(0, 200)}\n  ${node.failureSummary}`);
            fail(name, view, `${of.id}: ${of.help} (${of.nodes.length})\n  ${where.join('\n  ')}`);
        }
        await page.close();
    }
    await context.close();
}
const context = await browser.newContext();
for (const name of pages) {
    const page = await context.newPage();
    await page.goto(pathToFileURL(resolve(folder, name)).href);
    const path = shots && join(shots, `${name}.pdf`);
    const pdf = await page.pdf({ preferCSSPageSize: true, path });
    if (pdf.length < 5000) fail(name, 'print', `${pdf.length} bytes of PDF`);
    await page.close();
}
await browser.close();
console.log(`${pages.length} pages in ${views.length} views and printed: ${failures} failures`);
process.exit(failures ? 1 : 0);
