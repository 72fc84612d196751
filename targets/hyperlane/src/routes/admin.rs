use hyperlane::{Context, Method};
use perfcmp_workload::ContractError;

use crate::{
    app::workload,
    endpoint::{Endpoint, body_of},
};

pub struct Reset;

impl Endpoint for Reset {
    const METHOD: Method = Method::Post;

    async fn answer(ctx: &mut Context) -> Result<(), ContractError> {
        body_of(ctx)?;
        workload().reset();
        ctx.get_mut_response().set_status_code(204);
        Ok(())
    }
}
