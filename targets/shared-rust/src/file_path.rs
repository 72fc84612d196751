//! Which file a request may name: one below the sandbox, whatever its links say.
use std::{
    fs, io,
    path::{Path, PathBuf},
};

const LONGEST_PATH_BYTES: usize = 255;

/// Judges the text alone, as it came: nothing is decoded and no file is touched.
pub fn is_safe_path(path: &str) -> bool {
    !path.is_empty()
        && path.len() <= LONGEST_PATH_BYTES
        && !path.contains(['\0', '\\'])
        && !has_drive(path)
        // An absolute path begins with an empty segment.
        && path.split('/').all(|segment| !matches!(segment, "" | "." | ".."))
}

/// `C:` of other systems.
fn has_drive(path: &str) -> bool {
    let bytes = path.as_bytes();
    bytes.len() >= 2 && bytes[0].is_ascii_alphabetic() && bytes[1] == b':'
}

/// Follows all links; an error for what leads out. `root` has none.
pub fn resolve_below(root: &Path, path: &str) -> io::Result<PathBuf> {
    let resolved = fs::canonicalize(root.join(path))?;
    // By whole segments: `root2` does not start with `root`.
    if resolved != root && resolved.starts_with(root) {
        Ok(resolved)
    } else {
        Err(io::ErrorKind::PermissionDenied.into())
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn only_plain_relative_paths_are_safe() {
        let safe = ["a", "a/b.txt", "..a", "a..", "%2e%2e/x", "a b", "ä", "a:b.txt"];
        for path in safe.into_iter().chain([&*"x".repeat(255)]).filter(|&path| path != "a:b.txt") {
            assert!(is_safe_path(path), "{path}");
        }
        let unsafe_paths = [
            "",
            "/",
            "/etc/passwd",
            "..",
            "../x",
            "a/..",
            "a/../../x",
            ".",
            "./a",
            "a/./b",
            "a//b",
            "a/",
            "..\\x",
            "a\\b",
            "a\0b",
            "C:x",
            "c:/x",
            "a:b.txt",
        ];
        for path in unsafe_paths.into_iter().chain([&*"x".repeat(256)]) {
            assert!(!is_safe_path(path), "{path:?}");
        }
    }

    #[test]
    fn the_longest_path_is_counted_in_bytes() {
        assert!(is_safe_path(&format!("x{}", "ä".repeat(127))));
        assert!(!is_safe_path(&"ä".repeat(128)));
    }

    #[test]
    fn links_may_lead_anywhere_below_the_root_and_nowhere_else() {
        let folder = tempfile::tempdir().unwrap();
        let root = fs::canonicalize(folder.path()).unwrap().join("root");
        let beside = folder.path().join("root2");
        for path in [&root, &beside] {
            fs::create_dir(path).unwrap();
            fs::write(path.join("file"), "x").unwrap();
        }
        symlink("file", root.join("inside")).unwrap();
        symlink("../root2/file", root.join("outside")).unwrap();
        symlink("../root2", root.join("folder")).unwrap();
        symlink("loop", root.join("loop")).unwrap();
        symlink(".", root.join("self")).unwrap();
        for path in ["file", "inside", "self/file"] {
            assert_eq!(resolve_below(&root, path).unwrap(), root.join("file"), "{path}");
        }
        for path in ["outside", "folder/file", "loop", "self", "missing"] {
            assert!(resolve_below(&root, path).is_err(), "{path}");
        }
    }
}
