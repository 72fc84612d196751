//! The endpoint contract on Hyperlane.
mod answer;
mod app;
mod date;
mod endpoint;
mod farewell;
mod middleware;
mod routes;
mod server;

use std::process::ExitCode;

use hyperlane::{ServerError, tokio};
use perfcmp_workload::{Sandbox, Settings, Workload};

/// The runtime reads TOKIO_WORKER_THREADS.
#[tokio::main]
async fn main() -> ExitCode {
    let settings = Settings::from_env_or_exit();
    match serve(&settings).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}

/// Until it is asked to stop; an error when it could not listen, or does so no longer.
async fn serve(settings: &Settings) -> Result<(), String> {
    let sandbox = Sandbox::open(settings.data_dir.as_deref()).map_err(|error| format!("PERFCMP_DATA_DIR: {error}"))?;
    app::set_workload(Workload::start(settings, &sandbox));
    date::keep_present();
    let server = server::create(settings.address);
    let control =
        server.run().await.map_err(|error| format!("cannot listen on {}: {}", settings.address, reason_of(&error)))?;
    farewell::serve_until_asked_to_stop(&control).await
}

/// Hyperlane's errors print themselves as Rust would.
fn reason_of(error: &ServerError) -> String {
    match error {
        ServerError::TcpBind(reason) => reason.clone(),
        other => format!("{other:?}"),
    }
}
