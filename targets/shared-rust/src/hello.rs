//! GET /plaintext and GET /json: the two answers that cost nothing but the framework.
use serde::Serialize;

pub const HELLO: &str = "Hello, World!";

#[derive(Serialize)]
pub struct HelloAnswer {
    message: &'static str,
}

impl Default for HelloAnswer {
    fn default() -> Self {
        Self { message: HELLO }
    }
}
