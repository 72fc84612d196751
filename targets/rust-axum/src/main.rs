//! The endpoint contract on axum.
mod error;
mod limited_body;
mod router;
mod routes;

use std::{io, process::ExitCode};

use axum::{Router, serve::ListenerExt as _};
use perfcmp_workload::{LONGEST_FAREWELL, Sandbox, Settings, Workload, asked_to_stop};
use tokio::{net::TcpListener, select, sync::oneshot, time::sleep};

/// The runtime reads TOKIO_WORKER_THREADS.
#[tokio::main]
async fn main() -> ExitCode {
    let settings = Settings::from_env_or_exit();
    match start(&settings).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}

async fn start(settings: &Settings) -> Result<(), String> {
    let sandbox = Sandbox::open(settings.data_dir.as_deref()).map_err(|error| format!("PERFCMP_DATA_DIR: {error}"))?;
    let router = router::create(Workload::start(settings, &sandbox));
    let listener = TcpListener::bind(settings.address).await;
    let listener = listener.map_err(|error| format!("cannot listen on {}: {error}", settings.address))?;
    serve(listener, router).await.map_err(|error| error.to_string())
}

/// Until it is asked to stop and what is in flight is answered, or has taken too long.
async fn serve(listener: TcpListener, router: Router) -> io::Result<()> {
    let (asked, is_asked) = oneshot::channel();
    let stop = async {
        let _ = asked_to_stop().await;
        let _ = asked.send(());
    };
    let farewell_is_over = async {
        let _ = is_asked.await;
        sleep(LONGEST_FAREWELL).await;
    };
    // Small answers would otherwise wait for the acknowledgement of the one before.
    let listener = listener.tap_io(|connection| {
        let _ = connection.set_nodelay(true);
    });
    select! {
        served = axum::serve(listener, router).with_graceful_shutdown(stop) => served,
        () = farewell_is_over => Ok(()),
    }
}
