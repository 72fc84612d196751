use axum::{Json, extract::State};
use perfcmp_workload::{BenchmarkAnswer, StatsAnswer, Workload};

pub async fn benchmark(State(workload): State<&'static Workload>) -> Json<BenchmarkAnswer> {
    Json(workload.benchmark().await)
}

pub async fn stats(State(workload): State<&'static Workload>) -> Json<StatsAnswer> {
    Json(workload.stats())
}
