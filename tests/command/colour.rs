//! Colour on a terminal only, and never with NO_COLOR.

use super::{GEORGIA, ended, program};

fn escapes(arguments: &[&str], environment: &[(&str, &str)]) -> (bool, bool) {
    let mut command = program(arguments);
    command.envs(environment.iter().copied());
    let run = ended(command);
    (run.out.contains('\u{1b}'), run.error.contains('\u{1b}'))
}

#[test]
fn pipes_and_files_get_none() {
    for arguments in [
        &["compare", GEORGIA][..],
        &["--help"],
        &["vote"],
        &["compare", "nothing"],
    ] {
        assert_eq!(escapes(arguments, &[]), (false, false), "{arguments:?}");
    }
}

#[test]
fn it_can_be_forced_and_no_color_forbids_it() {
    // What a terminal gets, by the convention that stands in for one.
    let forced = [("CLICOLOR_FORCE", "1")];
    assert_eq!(escapes(&["compare", GEORGIA], &forced), (true, false));
    assert_eq!(escapes(&["compare", "nothing"], &forced), (false, true));
    let forbidden = [("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")];
    for arguments in [
        &["compare", GEORGIA][..],
        &["--help"],
        &["vote"],
        &["compare", "nothing"],
    ] {
        assert_eq!(
            escapes(arguments, &forbidden),
            (false, false),
            "{arguments:?}"
        );
    }
    // Data is data.
    let csv = ["compare", GEORGIA, "--format", "csv"];
    assert_eq!(escapes(&csv, &forced), (false, false));
}

#[cfg(target_os = "linux")]
#[test]
fn a_terminal_gets_bold_headings_and_the_rest_as_it_is() {
    use std::process::Command;
    let line = format!("{} compare {GEORGIA}", env!("CARGO_BIN_EXE_exitpoll"));
    let on_a_terminal = |no_color: bool| {
        let mut script = Command::new("script");
        script
            .args(["-qec", &line, "/dev/null"])
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .env("TERM", "xterm")
            .env_remove("NO_COLOR")
            .stdin(std::process::Stdio::null());
        if no_color {
            script.env("NO_COLOR", "1");
        }
        let output = script
            .output()
            .ok()
            .filter(|output| output.status.success())?;
        Some(String::from_utf8(output.stdout).unwrap().replace('\r', ""))
    };
    let Some(bold) = on_a_terminal(false) else {
        eprintln!("!! SKIPPED: `script`, which plays a terminal, is not here");
        return;
    };
    assert!(
        bold.starts_with("\u{1b}[1mGeorgia, parliamentary election"),
        "{bold}"
    );
    let plain = on_a_terminal(true).unwrap();
    assert!(!plain.contains('\u{1b}'));
    assert_eq!(
        bold.replace("\u{1b}[1m", "").replace("\u{1b}[0m", ""),
        plain
    );
}
