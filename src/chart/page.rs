//! The sheet on which a chart is drawn. Every text goes through one place, where it is cleaned and
//! escaped; every number through another, so that the same figures give the same bytes.

use quick_xml::escape::escape;

use super::type_size::{fit, fit_ends, width};
use crate::render::picture;

/// Width of every chart, in units of the view box.
pub(super) const WIDTH: f64 = 720.0;
/// Space left free on both sides.
pub(super) const MARGIN: f64 = 12.0;
/// Size of ordinary text.
pub(super) const SIZE: f64 = 13.0;
/// Size of what stands at the axes and at the foot.
pub(super) const SMALL: f64 = 11.5;

/// Colours of Okabe and Ito that differ in lightness, too; where the page sets a property of this name,
/// its colour stands instead. Each first without `var`, which not every program that draws SVG knows.
const STYLE: &str = "\
.xp-chart{font-family:'DejaVu Sans','Noto Sans',system-ui,'Segoe UI',Roboto,Helvetica,Arial,sans-serif}\
.xp-chart text{fill:currentColor}\
.xp-chart .xp-quiet{fill-opacity:.78}\
.xp-chart .xp-grid{stroke:currentColor;stroke-opacity:.16;stroke-width:1}\
.xp-chart .xp-axis{stroke:currentColor;stroke-opacity:.6;stroke-width:1}\
.xp-chart .xp-zero{stroke:currentColor;stroke-width:1.5}\
.xp-chart .xp-count{stroke:currentColor;stroke-width:3}\
.xp-chart .xp-counted-range{fill:currentColor;fill-opacity:.25}\
.xp-chart .xp-course{stroke:currentColor;stroke-opacity:.5;stroke-width:1;fill:none}\
.xp-chart .xp-dumbbell{stroke:currentColor;stroke-opacity:.45;stroke-width:4}\
.xp-chart .xp-count-dot{fill:currentColor}\
.xp-chart .xp-open{fill:currentColor;fill-opacity:.06;stroke:currentColor;stroke-width:1;stroke-dasharray:3 2}\
.xp-chart .xp-poll{fill:#0072B2;fill:var(--exitpoll-poll,#0072B2)}\
.xp-chart .xp-interval{stroke:#0072B2;stroke:var(--exitpoll-poll,#0072B2);stroke-width:1.6;fill:none}\
.xp-chart .xp-gone{stroke:#0072B2;stroke:var(--exitpoll-poll,#0072B2);stroke-width:1.2;stroke-dasharray:2 3;fill:none}\
.xp-chart .xp-weight{fill:#0072B2;fill:var(--exitpoll-poll,#0072B2)}\
.xp-chart .xp-pool{fill:#D55E00;fill:var(--exitpoll-pool,#D55E00)}\
.xp-chart .xp-prediction{stroke:#D55E00;stroke:var(--exitpoll-pool,#D55E00);stroke-width:1.4;fill:none}\
.xp-chart .xp-fit{stroke:#D55E00;stroke:var(--exitpoll-pool,#D55E00);stroke-width:2;fill:none}\
.xp-chart .xp-majority{stroke:currentColor;stroke-width:1.5;stroke-dasharray:7 4}\
.xp-chart .xp-alike{stroke:currentColor;stroke-opacity:.7;stroke-width:1.2}\
.xp-chart .xp-chance{stroke:currentColor;stroke-opacity:.7;stroke-width:1.2;stroke-dasharray:5 3;fill:none}\
.xp-chart .xp-station{fill:#0072B2;fill:var(--exitpoll-poll,#0072B2);fill-opacity:.35;stroke:#0072B2;stroke:var(--exitpoll-poll,#0072B2);stroke-width:.8}\
.xp-chart .xp-outside{fill:none;stroke:currentColor;stroke-width:2}\
.xp-chart .xp-rounding{fill:#0072B2;fill:var(--exitpoll-poll,#0072B2);fill-opacity:.35}\
.xp-chart .xp-hollow{fill:#0072B2;fill:var(--exitpoll-poll,#0072B2);fill-opacity:.25;stroke:#0072B2;stroke:var(--exitpoll-poll,#0072B2);stroke-width:1.2}";

/// Where a text is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// How a text looks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Type {
    pub(super) size: f64,
    pub(super) bold: bool,
    pub(super) quiet: bool,
}

impl Type {
    /// The size by which its width goes: bold letters are up to an eighth wider.
    pub(super) fn breadth(self) -> f64 {
        if self.bold {
            self.size * 1.12
        } else {
            self.size
        }
    }
}

/// Ordinary text.
pub(super) const PLAIN: Type = Type {
    size: SIZE,
    bold: false,
    quiet: false,
};
/// Names of groups.
pub(super) const BOLD: Type = Type {
    bold: true,
    ..PLAIN
};
/// Axes and foot.
pub(super) const QUIET: Type = Type {
    size: SMALL,
    bold: false,
    quiet: true,
};

/// What has been drawn so far.
#[derive(Debug, Default)]
pub(super) struct Page {
    body: String,
}

impl Page {
    pub(super) fn line(&mut self, class: &str, from: (f64, f64), to: (f64, f64)) {
        let (x1, y1, x2, y2) = (px(from.0), px(from.1), px(to.0), px(to.1));
        self.push(&format!(
            "<line class=\"{class}\" x1=\"{x1}\" y1=\"{y1}\" x2=\"{x2}\" y2=\"{y2}\"/>"
        ));
    }

    /// A rectangle from one corner to the other.
    pub(super) fn rect(&mut self, class: &str, from: (f64, f64), to: (f64, f64)) {
        let (x, y) = (px(from.0), px(from.1));
        let (w, h) = (px(to.0 - from.0), px(to.1 - from.1));
        self.push(&format!(
            "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\"/>"
        ));
    }

    pub(super) fn circle(&mut self, class: &str, at: (f64, f64), radius: f64) {
        let (x, y, r) = (px(at.0), px(at.1), px(radius));
        self.push(&format!(
            "<circle class=\"{class}\" cx=\"{x}\" cy=\"{y}\" r=\"{r}\"/>"
        ));
    }

    pub(super) fn polyline(&mut self, class: &str, corners: &[(f64, f64)]) {
        let points = points(corners);
        self.push(&format!(
            "<polyline class=\"{class}\" points=\"{points}\"/>"
        ));
    }

    pub(super) fn polygon(&mut self, class: &str, corners: &[(f64, f64)]) {
        let points = points(corners);
        self.push(&format!("<polygon class=\"{class}\" points=\"{points}\"/>"));
    }

    /// What follows until [`Page::close`] is one thing, which shows this text under the pointer.
    pub(super) fn open(&mut self, tooltip: &str) {
        let tooltip = safe(tooltip);
        self.push(&format!("<g><title>{tooltip}</title>"));
    }

    pub(super) fn close(&mut self) {
        self.push("</g>");
    }

    /// One line of text in at most `room` units, with an ellipsis in it and the whole of it under the pointer
    /// where it does not fit: names that begin alike keep their ends. `y` is its base line.
    pub(super) fn text(
        &mut self,
        text: &str,
        (x, y): (f64, f64),
        anchor: Anchor,
        of: Type,
        room: f64,
    ) {
        let text = visible(text);
        let short = fit_ends(&text, room, of.breadth());
        self.put(&text, &short, (x, y), anchor, of);
    }

    /// The same with what is left out in the middle, for names that begin alike.
    pub(super) fn text_with_ends(&mut self, text: &str, at: (f64, f64), of: Type, room: f64) {
        let text = visible(text);
        let short = fit_ends(&text, room, of.breadth());
        self.put(&text, &short, at, Anchor::Start, of);
    }

    fn put(&mut self, text: &str, short: &str, (x, y): (f64, f64), anchor: Anchor, of: Type) {
        if short.is_empty() {
            return;
        }
        let whole = if short == text {
            String::new()
        } else {
            format!("<title>{}</title>", escape(text))
        };
        let anchor = match anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        let weight = if of.bold { " font-weight=\"bold\"" } else { "" };
        let class = if of.quiet { " class=\"xp-quiet\"" } else { "" };
        let (x, y, size) = (px(x), px(y), px(of.size));
        self.push(&format!(
            "<text{class} x=\"{x}\" y=\"{y}\" font-size=\"{size}\"{anchor}{weight}>{whole}{}</text>",
            escape(short)
        ));
    }

    /// The finished picture, `height` units high.
    pub(super) fn finish(self, height: f64, title: &str, description: &str) -> String {
        let (w, h) = (px(WIDTH), px(height.ceil()));
        let (title, description) = (safe(title), safe(description));
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"xp-chart\" role=\"img\" width=\"{w}\" \
             height=\"{h}\" viewBox=\"0 0 {w} {h}\" style=\"max-width:100%;height:auto\">\n\
             <title>{title}</title>\n<desc>{description}</desc>\n<style>{STYLE}</style>\n{}</svg>\n",
            self.body
        )
    }

    fn push(&mut self, element: &str) {
        self.body.push_str(element);
        self.body.push('\n');
    }
}

/// How wide a text of this look is, at most.
pub(super) fn text_width(text: &str, of: Type) -> f64 {
    width(&visible(text), of.breadth())
}

/// What stands of a text in so much room.
pub(super) fn shortened(text: &str, of: Type, room: f64) -> String {
    fit(&visible(text), room, of.breadth())
}

/// What a page may show of a text: nothing that steers or that XML does not have.
fn visible(text: &str) -> String {
    picture::clean(text)
}

fn safe(text: &str) -> String {
    escape(visible(text).as_str()).into_owned()
}

/// A coordinate with two decimals at most.
fn px(value: f64) -> String {
    let rounded = (value * 100.0).round() / 100.0;
    // Adding zero takes the sign off a negative zero.
    format!("{}", rounded + 0.0)
}

fn points(corners: &[(f64, f64)]) -> String {
    let corners: Vec<String> = corners
        .iter()
        .map(|(x, y)| format!("{},{}", px(*x), px(*y)))
        .collect();
    corners.join(" ")
}
