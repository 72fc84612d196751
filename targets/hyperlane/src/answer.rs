//! How an endpoint fills the response that the response middleware sends.
use hyperlane::{APPLICATION_JSON, CONTENT_TYPE, Context};
use perfcmp_workload::ContractError;
use serde::Serialize;

/// Status and reason phrase follow from it: `build` puts the phrase of the status where none was set.
pub fn answer_json(ctx: &mut Context, answer: &impl Serialize) -> Result<(), ContractError> {
    answer_with_json(ctx, 200, answer)
}

/// A body that is already there.
pub fn answer_bytes(ctx: &mut Context, content_type: &str, body: &[u8]) {
    let response = ctx.get_mut_response();
    response.set_status_code(200).set_header(CONTENT_TYPE, content_type);
    let buffer = response.get_mut_body();
    buffer.clear();
    buffer.extend_from_slice(body);
}

pub fn answer_error(ctx: &mut Context, error: ContractError) {
    if let Some((name, value)) = error.header() {
        ctx.get_mut_response().set_header(name, value);
    }
    // Two short words and a number: nothing about them can fail.
    let _ = answer_with_json(ctx, error.status(), &error.answer());
}

/// Serialised into the buffer that the connection keeps for its answers.
fn answer_with_json(ctx: &mut Context, status: u16, answer: &impl Serialize) -> Result<(), ContractError> {
    let response = ctx.get_mut_response();
    response.set_status_code(usize::from(status)).set_header(CONTENT_TYPE, APPLICATION_JSON);
    let buffer = response.get_mut_body();
    buffer.clear();
    serde_json::to_writer(buffer, answer).map_err(|_| ContractError::Internal)
}
