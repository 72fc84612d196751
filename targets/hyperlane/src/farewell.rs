//! The end of the server: no new connections, what is in flight is answered.
use std::{
    sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed},
    time::Duration,
};

use hyperlane::{
    ServerControlHook,
    tokio::{
        select,
        time::{sleep, timeout},
    },
};
use perfcmp_workload::{LONGEST_FAREWELL, asked_to_stop};

const LOOK_EVERY: Duration = Duration::from_millis(5);

static IN_FLIGHT: AtomicUsize = AtomicUsize::new(0);
static IS_STOPPING: AtomicBool = AtomicBool::new(false);

/// The requests that are between the first middleware and their answer. Hyperlane itself waits for none of them.
pub struct InFlight;

impl InFlight {
    pub fn begin() {
        IN_FLIGHT.fetch_add(1, Relaxed);
    }

    pub fn end() {
        IN_FLIGHT.fetch_sub(1, Relaxed);
    }

    /// True once no further request should come over a connection.
    pub fn is_stopping() -> bool {
        IS_STOPPING.load(Relaxed)
    }
}

/// An error where the server stopped accepting by itself.
pub async fn serve_until_asked_to_stop(control: &ServerControlHook) -> Result<(), String> {
    select! {
        asked = asked_to_stop() => asked.map_err(|error| format!("cannot listen for signals: {error}"))?,
        // As after a failed accept, where no file descriptor was left: the process would live on and refuse everybody.
        () = control.wait() => return Err("accepts no connections any longer".to_owned()),
    }
    IS_STOPPING.store(true, Relaxed);
    control.shutdown().await;
    let _ = timeout(LONGEST_FAREWELL, async {
        control.wait().await;
        while IN_FLIGHT.load(Relaxed) > 0 {
            sleep(LOOK_EVERY).await;
        }
    })
    .await;
    Ok(())
}
