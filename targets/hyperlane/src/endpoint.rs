//! What the route hooks have in common: their method and their errors.
use std::marker::PhantomData;

use hyperlane::{Context, GET, Method, POST, ServerHook, Status, Stream};
use perfcmp_workload::ContractError;

use crate::{answer::answer_error, app::workload};

/// One endpoint of the contract.
pub trait Endpoint: Send + Sync + 'static {
    /// The only one it takes.
    const METHOD: Method = Method::Get;

    /// Fills the response, or says what is wrong with the request.
    fn answer(ctx: &mut Context) -> impl Future<Output = Result<(), ContractError>> + Send;
}

/// The hook of an endpoint. Routes match any method, so it judges that first.
pub struct Route<E>(PhantomData<E>);

impl<E: Endpoint> ServerHook for Route<E> {
    async fn new(_: &mut Stream, _: &mut Context) -> Self {
        Self(PhantomData)
    }

    async fn handle(self, _: &mut Stream, ctx: &mut Context) -> Status {
        let outcome = if *ctx.get_request().get_method() == E::METHOD {
            E::answer(ctx).await
        } else {
            Err(ContractError::MethodNotAllowed(if E::METHOD.is_post() { POST } else { GET }))
        };
        if let Err(error) = outcome {
            answer_error(ctx, error);
        }
        Status::Continue
    }
}

/// The body of the request, unless it is over the limit.
pub fn body_of(ctx: &Context) -> Result<&[u8], ContractError> {
    let body = ctx.get_request().get_body();
    if body.len() > workload().max_body_bytes() { Err(ContractError::PayloadTooLarge) } else { Ok(body) }
}
