use axum::Json;
use perfcmp_workload::{HELLO, HealthAnswer, HelloAnswer};

pub async fn health() -> Json<HealthAnswer> {
    Json(HealthAnswer::new("rust-axum", env!("FRAMEWORK_VERSION")))
}

pub async fn plaintext() -> &'static str {
    HELLO
}

pub async fn json() -> Json<HelloAnswer> {
    Json(HelloAnswer::default())
}
