use hyperlane::{APPLICATION_JSON, Context};
use perfcmp_workload::ContractError;

use crate::{
    answer::{answer_bytes, answer_json},
    app::workload,
    endpoint::Endpoint,
};

pub struct Profiled;

impl Endpoint for Profiled {
    async fn answer(ctx: &mut Context) -> Result<(), ContractError> {
        let request = ctx.get_request();
        let body = workload().profiled(|| (request.get_path().clone(), request.get_headers_size()))?;
        answer_bytes(ctx, APPLICATION_JSON, &body);
        Ok(())
    }
}

pub struct ProfilerStats;

impl Endpoint for ProfilerStats {
    async fn answer(ctx: &mut Context) -> Result<(), ContractError> {
        answer_json(ctx, &workload().profiler_stats())
    }
}
