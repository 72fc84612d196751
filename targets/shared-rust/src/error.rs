//! The contract's errors. None tells a path, an error of the system or a stack.
use serde::Serialize;

/// What an error answer carries, in the order in which the contract judges a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContractError {
    NotFound,
    /// With the only method that is allowed.
    MethodNotAllowed(&'static str),
    PayloadTooLarge,
    /// Wrong syntax or content, with its text.
    BadRequest(&'static str),
    /// Works on one request at a time: to be tried again after a second.
    Busy,
    Internal,
}

/// `{"error": "Not Found", "status": 404}`
#[derive(Serialize)]
pub struct ErrorAnswer {
    error: &'static str,
    status: u16,
}

impl ContractError {
    pub const INVALID_KEY: Self = Self::BadRequest("Invalid key");

    pub fn status(self) -> u16 {
        self.answer().status
    }

    /// The header that comes with it, if one does.
    pub fn header(self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::MethodNotAllowed(allowed) => Some(("allow", allowed)),
            Self::Busy => Some(("retry-after", "1")),
            _ => None,
        }
    }

    pub fn answer(self) -> ErrorAnswer {
        let (status, error) = match self {
            Self::NotFound => (404, "Not Found"),
            Self::MethodNotAllowed(_) => (405, "Method Not Allowed"),
            Self::PayloadTooLarge => (413, "Payload Too Large"),
            Self::BadRequest(text) => (400, text),
            Self::Busy => (503, "Service Unavailable"),
            Self::Internal => (500, "Internal Server Error"),
        };
        ErrorAnswer { error, status }
    }
}
