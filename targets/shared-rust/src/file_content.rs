//! The content of one file of the sandbox.
use std::{
    fs::OpenOptions,
    io::{self, Read as _},
    os::unix::fs::OpenOptionsExt as _,
    path::Path,
};

use nix::libc::{O_NOFOLLOW, O_NONBLOCK};

use crate::file_path::resolve_below;

const MOST_FILE_BYTES: u64 = 16 << 20;

/// Regular files of up to 16 MiB only. Opened without blocking: a FIFO would wait for its writer for ever.
pub fn read_file(root: &Path, path: &str) -> io::Result<Vec<u8>> {
    let resolved = resolve_below(root, path)?;
    // Its links are resolved: one that appears there since then is not followed.
    let file = OpenOptions::new().read(true).custom_flags(O_NONBLOCK | O_NOFOLLOW).open(resolved)?;
    let facts = file.metadata()?;
    if !facts.is_file() || facts.len() > MOST_FILE_BYTES {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    let mut content = Vec::with_capacity(facts.len() as usize);
    // It may have grown meanwhile.
    file.take(MOST_FILE_BYTES + 1).read_to_end(&mut content)?;
    if content.len() as u64 > MOST_FILE_BYTES {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    Ok(content)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use nix::{sys::stat::Mode, unistd::mkfifo};

    use super::*;

    #[test]
    fn only_regular_files_up_to_the_limit_are_read() {
        let folder = tempfile::tempdir().unwrap();
        let root = fs::canonicalize(folder.path()).unwrap();
        fs::write(root.join("file"), "content").unwrap();
        fs::write(root.join("empty"), "").unwrap();
        fs::create_dir(root.join("folder")).unwrap();
        mkfifo(&root.join("fifo"), Mode::S_IRWXU).unwrap();
        let large = fs::File::create(root.join("large")).unwrap();
        large.set_len(MOST_FILE_BYTES + 1).unwrap();
        assert_eq!(read_file(&root, "file").unwrap(), b"content");
        assert_eq!(read_file(&root, "empty").unwrap(), b"");
        for path in ["folder", "fifo", "large", "missing"] {
            assert!(read_file(&root, path).is_err(), "{path}");
        }
    }
}
