//! The ways to end: by signal, or because the parent holds stdin no longer.
use std::{future, io, os::fd::AsFd as _, thread, time::Duration};

use nix::sys::stat::{SFlag, fstat};
use tokio::{
    select,
    signal::unix::{SignalKind, signal},
    sync::oneshot,
};

/// What is in flight may take this long to end.
pub const LONGEST_FAREWELL: Duration = Duration::from_secs(5);

/// Resolves when whoever started this server wants it no longer.
pub async fn asked_to_stop() -> io::Result<()> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
        () = stdin_closed() => {}
    }
    Ok(())
}

/// Never resolves for a terminal, a file or /dev/null: only a pipe from its parent says whether somebody still wants this server.
async fn stdin_closed() {
    if !is_pipe() {
        return future::pending().await;
    }
    // A thread of its own that ends with the process: stdin stays as it is, since setting it non-blocking would do so for others too.
    let (closed, is_closed) = oneshot::channel::<()>();
    thread::spawn(move || {
        let _held = closed;
        let _ = io::copy(&mut io::stdin().lock(), &mut io::sink());
    });
    let _ = is_closed.await;
}

fn is_pipe() -> bool {
    let Ok(facts) = fstat(io::stdin().as_fd()) else {
        return false;
    };
    let kind = SFlag::from_bits_truncate(facts.st_mode) & SFlag::S_IFMT;
    kind == SFlag::S_IFIFO || kind == SFlag::S_IFSOCK
}
