use hyperlane::{APPLICATION_JSON, Context};
use perfcmp_workload::{ContractError, DEFAULT_KEY};

use crate::{
    answer::{answer_bytes, answer_json},
    app::workload,
    endpoint::Endpoint,
};

/// With its key as the last segment of the path, raw as it came, or without.
pub struct Cached;

impl Endpoint for Cached {
    async fn answer(ctx: &mut Context) -> Result<(), ContractError> {
        let key = ctx.try_get_route_param("key");
        let answer = workload().cached(key.as_deref().unwrap_or(DEFAULT_KEY)).await?;
        answer_bytes(ctx, APPLICATION_JSON, &answer.body);
        ctx.get_mut_response().set_header("x-cache", answer.state.name());
        Ok(())
    }
}

pub struct CacheStats;

impl Endpoint for CacheStats {
    async fn answer(ctx: &mut Context) -> Result<(), ContractError> {
        answer_json(ctx, &workload().cache_stats())
    }
}
