//! What happens around every route: before it, after it, and where there is no request or a panic.
use hyperlane::{CLOSE, CONNECTION, Context, DATE, RequestError, Response, ServerHook, Status, Stream};
use perfcmp_workload::ContractError;

use crate::{answer::answer_error, date::with_date, farewell::InFlight};

const NOT_FOUND: usize = 404;

/// Request middleware: whatever no route answers stays a 404.
pub struct AnswerNotFound;

impl ServerHook for AnswerNotFound {
    async fn new(_: &mut Stream, _: &mut Context) -> Self {
        Self
    }

    async fn handle(self, _: &mut Stream, ctx: &mut Context) -> Status {
        InFlight::begin();
        ctx.get_mut_response().set_status_code(NOT_FOUND);
        Status::Continue
    }
}

/// Response middleware: the only one that sends what a route has filled in.
pub struct SendResponse;

impl ServerHook for SendResponse {
    async fn new(_: &mut Stream, _: &mut Context) -> Self {
        Self
    }

    async fn handle(self, stream: &mut Stream, ctx: &mut Context) -> Status {
        if ctx.get_response().get_status_code() == NOT_FOUND {
            answer_error(ctx, ContractError::NotFound);
        }
        // Hyperlane would send the body of an answer to HEAD, which the client takes for the next answer.
        if ctx.get_request().get_method().is_head() {
            ctx.get_mut_response().get_mut_body().clear();
        }
        let closes = InFlight::is_stopping() || ctx.get_request().is_disable_keep_alive();
        let status = send(stream, ctx, closes).await;
        InFlight::end();
        status
    }
}

/// Request error hook: what is no HTTP request.
pub struct RequestFailed;

impl ServerHook for RequestFailed {
    async fn new(_: &mut Stream, _: &mut Context) -> Self {
        Self
    }

    async fn handle(self, stream: &mut Stream, ctx: &mut Context) -> Status {
        let Some(error) = ctx.try_get_request_error_data() else {
            return Status::Reject;
        };
        if is_end_of_connection(&error) {
            return Status::Reject;
        }
        let contract_error = match error.get_http_status_code() {
            413 => ContractError::PayloadTooLarge,
            _ => ContractError::BadRequest("Bad Request"),
        };
        answer_anew(stream, ctx, contract_error).await
    }
}

/// Task panic hook: a panic ends its request and its connection, nothing else.
pub struct RequestPanicked;

impl ServerHook for RequestPanicked {
    async fn new(_: &mut Stream, _: &mut Context) -> Self {
        Self
    }

    async fn handle(self, stream: &mut Stream, ctx: &mut Context) -> Status {
        let status = answer_anew(stream, ctx, ContractError::Internal).await;
        // The response middleware did not run.
        InFlight::end();
        status
    }
}

/// The end of an idle connection comes to the error hook too: a request line that is missing.
fn is_end_of_connection(error: &RequestError) -> bool {
    use RequestError::{ClientDisconnected, HttpRequestPartsInsufficient, ReadConnection, ReadTimeout};
    matches!(error, HttpRequestPartsInsufficient(_) | ReadConnection(_) | ClientDisconnected(_) | ReadTimeout(_))
}

/// Instead of whatever the response already holds.
async fn answer_anew(stream: &mut Stream, ctx: &mut Context, error: ContractError) -> Status {
    *ctx.get_mut_response() = Response::default();
    answer_error(ctx, error);
    send(stream, ctx, true).await
}

async fn send(stream: &mut Stream, ctx: &mut Context, closes: bool) -> Status {
    let response = ctx.get_mut_response();
    with_date(|date| response.set_header(DATE, date));
    if closes {
        // Hyperlane closes where it was asked to, and says keep-alive all the same.
        response.set_header(CONNECTION, CLOSE);
    }
    let bytes = response.build();
    let is_sent = stream.try_send(bytes).await.is_ok();
    if closes || !is_sent {
        // Afterwards: a closed stream sends nothing.
        stream.set_closed(true);
    }
    if is_sent { Status::Continue } else { Status::Reject }
}
