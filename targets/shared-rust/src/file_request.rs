//! The body of POST /files/process: every fault is found before any file is touched.
use serde_json::Value;

use crate::{error::ContractError, file_path::is_safe_path};

const MOST_FILES: usize = 1000;

/// Paths that are safe to be joined to the sandbox.
pub fn requested_paths(body: &[u8]) -> Result<Vec<String>, ContractError> {
    let bad = ContractError::BadRequest;
    let json: Value = serde_json::from_slice(body).map_err(|_| bad("Invalid JSON"))?;
    let Some(Value::Array(files)) = json.get("files") else {
        return Err(bad("Missing 'files' array"));
    };
    let paths: Option<Vec<&str>> = files.iter().map(Value::as_str).collect();
    let paths = paths.ok_or(bad("Invalid 'files' entry"))?;
    if paths.len() > MOST_FILES {
        return Err(bad("Too many files"));
    }
    if !paths.iter().all(|path| is_safe_path(path)) {
        return Err(bad("Invalid file path"));
    }
    Ok(paths.into_iter().map(str::to_owned).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(body: &str) -> Option<ContractError> {
        requested_paths(body.as_bytes()).err()
    }

    #[test]
    fn requests_are_judged_in_the_order_of_the_contract() {
        let bad = |text| Some(ContractError::BadRequest(text));
        for body in ["", "{", "{\"files\":[}", "nonsense"] {
            assert_eq!(refused(body), bad("Invalid JSON"), "{body}");
        }
        for body in ["[]", "null", "1", "{}", r#"{"files":null}"#, r#"{"files":"a"}"#, r#"{"files":{}}"#] {
            assert_eq!(refused(body), bad("Missing 'files' array"), "{body}");
        }
        assert_eq!(refused(r#"{"files":["../a",1]}"#), bad("Invalid 'files' entry"));
        let many = format!(r#"{{"files":[{}"../a"]}}"#, r#""a","#.repeat(1000));
        assert_eq!(refused(&many), bad("Too many files"));
        assert_eq!(refused(r#"{"files":["a","../a"]}"#), bad("Invalid file path"));
        assert_eq!(refused(r#"{"files":[]}"#), None);
    }
}
