//! Large or unlicensed files that are not part of the project: `../shared`, or the folder that
//! `EXITPOLL_SHARED` names. Tests that need one say loudly where it is absent.

use std::path::PathBuf;
use std::process::Command;

fn path(file: &str) -> Option<PathBuf> {
    let folder = std::env::var("EXITPOLL_SHARED").map_or_else(
        |_| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared")),
        PathBuf::from,
    );
    let path = folder.join(file);
    if path.exists() {
        return Some(path);
    }
    eprintln!(
        "\n!!! NOT TESTED: {} is absent (EXITPOLL_SHARED names the folder of shared files) !!!\n",
        path.display()
    );
    None
}

/// The file, if it is there.
#[allow(dead_code)] // Not every test and bench reads compressed files.
pub fn bytes(file: &str) -> Option<Vec<u8>> {
    let path = path(file)?;
    Some(std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display())))
}

/// What a file packed by gzip holds, if it is there and gzip is.
#[allow(dead_code, reason = "not every test reads packed files")]
pub fn unpacked(file: &str) -> Option<Vec<u8>> {
    let path = path(file)?;
    match Command::new("gzip").arg("-dc").arg(&path).output() {
        Ok(output) if output.status.success() => Some(output.stdout),
        other => {
            eprintln!(
                "\n!!! NOT TESTED: gzip cannot unpack {}: {other:?} !!!\n",
                path.display()
            );
            None
        }
    }
}
