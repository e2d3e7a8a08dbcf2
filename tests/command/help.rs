//! Help, manual and completions.

use super::exitpoll;

const COMMANDS: [&str; 8] = [
    "compare",
    "night",
    "stations",
    "plan",
    "convert",
    "elections",
    "completions",
    "man",
];

#[test]
fn help_of_every_command() {
    let whole = exitpoll(&["--help"]).good();
    insta::assert_snapshot!("help", whole);
    for command in COMMANDS {
        assert!(whole.contains(&format!("  {command} ")), "{command}");
        let help = exitpoll(&[command, "--help"]).good();
        assert!(
            help.contains("Examples:\n  exitpoll "),
            "{command} shows no example"
        );
        assert!(
            help.lines().all(|line| line.chars().count() <= 120),
            "{command}"
        );
        insta::assert_snapshot!(format!("help-{command}"), help);
    }
    assert_eq!(
        exitpoll(&["--version"]).good(),
        format!("exitpoll {}\n", env!("CARGO_PKG_VERSION"))
    );
    // Without a word there is help, but nothing was done.
    let nothing = exitpoll(&[]);
    assert_eq!((nothing.status, nothing.out.as_str()), (2, ""));
    assert!(
        nothing.error.contains("Usage: exitpoll <COMMAND>"),
        "{}",
        nothing.error
    );
}

/// Every option in the examples of the help and of the README is one that its command has.
#[test]
fn examples_name_what_there_is() {
    let readme = include_str!("../../README.md").to_owned();
    let helps = COMMANDS.map(|command| exitpoll(&[command, "--help"]).good());
    let texts = helps.iter().chain([&readme]);
    // A line that goes on in the next one ends in a backslash.
    let lines: Vec<String> = texts
        .flat_map(|text| {
            let joined = text.replace("\\\n", " ");
            joined.lines().map(str::to_owned).collect::<Vec<_>>()
        })
        .collect();
    let mut examples = 0;
    for line in &lines {
        // One line may pipe from one command to another.
        for example in line.split('|') {
            let words: Vec<&str> = example
                .split('#')
                .next()
                .unwrap_or_default()
                .split_whitespace()
                .collect();
            let [first, command, rest @ ..] = words.as_slice() else {
                continue;
            };
            let Some(place) = COMMANDS.iter().position(|known| known == command) else {
                continue;
            };
            if *first != "exitpoll" {
                continue;
            }
            examples += 1;
            for option in rest
                .iter()
                .filter(|word| word.starts_with('-') && word.len() > 1)
            {
                let known = helps[place]
                    .split_whitespace()
                    .any(|word| word.trim_end_matches(',') == *option);
                assert!(known, "{line}: {command} has no {option}");
            }
        }
    }
    assert!(examples > 30, "{examples}");
}

#[test]
fn the_manual_is_a_page_of_roff() {
    let page = exitpoll(&["man"]).good();
    assert!(page.contains(".TH exitpoll 1"), "{page}");
    for section in [
        ".SH NAME",
        ".SH SYNOPSIS",
        ".SH DESCRIPTION",
        ".SH SUBCOMMANDS",
    ] {
        assert!(page.contains(section), "{section}");
    }
    for command in COMMANDS {
        let page = exitpoll(&["man", command]).good();
        assert!(
            page.contains(&format!(".TH exitpoll-{command} 1")),
            "{command}: {page}"
        );
        assert!(page.contains("Examples:"), "{command}");
    }
}

#[test]
fn completions_know_every_command() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = exitpoll(&["completions", shell]).good();
        for word in COMMANDS.into_iter().chain(["--many", "--design-effect"]) {
            let word = if shell == "fish" {
                word.trim_start_matches('-')
            } else {
                word
            };
            assert!(script.contains(word), "{shell}: {word}");
        }
    }
}

#[cfg(unix)]
#[test]
fn bash_takes_its_completions() {
    use std::process::{Command, Stdio};
    let script = exitpoll(&["completions", "bash"]).good();
    let words = "COMP_WORDS=(exitpoll compare --for); COMP_CWORD=2; _exitpoll exitpoll --for compare; echo \"${COMPREPLY[@]}\"";
    let output = Command::new("bash")
        .args(["-c", &format!("{script}\n{words}")])
        .stdin(Stdio::null())
        .output();
    let Ok(output) = output else {
        eprintln!("!! SKIPPED: there is no bash here");
        return;
    };
    assert_eq!(
        String::from_utf8(output.stdout).unwrap().trim(),
        "--format --force"
    );
}
