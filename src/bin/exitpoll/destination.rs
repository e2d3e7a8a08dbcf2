//! Where output goes: standard output, or a file that is written whole or not at all.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use tempfile::NamedTempFile;

use crate::problem::Problem;

/// What the command line says of it.
#[derive(Debug, Clone)]
pub struct Destination {
    out: Option<PathBuf>,
    force: bool,
}

pub fn arguments(command: Command) -> Command {
    command
        .arg(
            Arg::new("out")
                .long("out")
                .short('o')
                .value_name("PATH")
                .value_parser(value_parser!(PathBuf))
                .help("Write to this file, not to standard output")
                .help_heading("Output"),
        )
        .arg(
            Arg::new("force")
                .long("force")
                .action(ArgAction::SetTrue)
                .help("Overwrite files that are there")
                .help_heading("Output"),
        )
}

impl Destination {
    pub fn of(matches: &ArgMatches) -> Destination {
        let out: Option<&PathBuf> = matches.get_one("out");
        Destination {
            out: out.filter(|path| path.as_os_str() != "-").cloned(),
            force: matches.get_flag("force"),
        }
    }

    /// The folder for a file of each contest, where one was named: it is there, or its name ends with a
    /// separator.
    pub fn folder(&self) -> Option<&Path> {
        let ends = |path: &&Path| path.to_string_lossy().ends_with(std::path::is_separator);
        let out = self.out.as_deref();
        out.filter(|path| path.is_dir() || ends(path))
    }

    /// A file of this name in the folder.
    pub fn in_folder(&self, folder: &Path, name: &str) -> Result<Destination, Problem> {
        fs::create_dir_all(folder).map_err(|error| Problem::of_file(folder.display(), error))?;
        Ok(Destination {
            out: Some(folder.join(name)),
            force: self.force,
        })
    }

    pub fn is_standard_output(&self) -> bool {
        self.out.is_none()
    }

    /// Opens it. A file appears under its name when it is [finished](Sink::finish).
    pub fn open(&self) -> Result<Sink, Problem> {
        let Some(path) = &self.out else {
            return Ok(Sink::Standard(BufWriter::new(io::stdout())));
        };
        let problem = |error: io::Error| Problem::of_file(path.display(), error);
        // What a link leads to is replaced, not the link.
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.clone());
        let old = fs::metadata(&path).ok();
        if let Some(old) = &old {
            if old.is_dir() {
                return Err(Problem::of_file(path.display(), "it is a folder"));
            }
            // A device or a pipe cannot be replaced, and nothing in it can be lost.
            if !old.is_file() {
                let file = File::options().write(true).open(&path).map_err(problem)?;
                return Ok(Sink::Device(BufWriter::new(file)));
            }
            if !self.force {
                return Err(exists(&path));
            }
        }
        let folder = match path.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        // In the same folder, so that it can be renamed; with the rights of any new file.
        let mut builder = tempfile::Builder::new();
        builder.prefix(".exitpoll-").suffix(".partial");
        #[cfg(unix)]
        let rights = std::os::unix::fs::PermissionsExt::from_mode(0o666);
        #[cfg(unix)]
        builder.permissions(rights);
        // Not that of the temporary file, which nobody asked for.
        let file = builder.tempfile_in(folder).map_err(|error| {
            let what = match error.kind() {
                io::ErrorKind::NotFound => {
                    "no file can be made in that folder, which may not exist".to_owned()
                }
                kind => format!("no file can be made in that folder: {kind}"),
            };
            Problem::of_file(path.display(), what)
        })?;
        if let Some(old) = old {
            let kept = file.as_file().set_permissions(old.permissions());
            kept.map_err(problem)?;
        }
        Ok(Sink::Whole {
            file: BufWriter::new(file),
            path,
            force: self.force,
        })
    }

    /// Writes a text.
    pub fn write(&self, text: &str) -> Result<(), Problem> {
        let mut sink = self.open()?;
        sink.write_all(text.as_bytes())?;
        sink.finish()
    }
}

fn exists(path: &Path) -> Problem {
    Problem::of_file(path.display(), "the file exists; --force overwrites it")
}

/// An open destination.
pub enum Sink {
    Standard(BufWriter<io::Stdout>),
    Device(BufWriter<File>),
    Whole {
        file: BufWriter<NamedTempFile>,
        path: PathBuf,
        force: bool,
    },
}

impl Sink {
    fn writer(&mut self) -> &mut dyn Write {
        match self {
            Sink::Standard(writer) => writer,
            Sink::Device(writer) => writer,
            Sink::Whole { file, .. } => file,
        }
    }

    /// Gives a file its name. Dropped before that, it is gone.
    pub fn finish(mut self) -> Result<(), Problem> {
        self.flush()?;
        let Sink::Whole { file, path, force } = self else {
            return Ok(());
        };
        let file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.as_file().sync_all()?;
        let kept = if force {
            file.persist(&path)
        } else {
            file.persist_noclobber(&path)
        };
        match kept {
            Ok(_) => Ok(()),
            Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => Err(exists(&path)),
            Err(error) => Err(Problem::of_file(path.display(), error.error)),
        }
    }
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.writer().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer().flush()
    }
}
