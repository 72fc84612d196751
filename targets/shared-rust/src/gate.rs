//! At most so many at a time, over all requests of the process.
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use tokio::sync::{Semaphore, SemaphorePermit};

use crate::error::ContractError;

pub struct Gate {
    limit: usize,
    slots: Semaphore,
    taken: AtomicUsize,
}

/// A taken slot; dropping it frees the slot.
pub struct Slot<'a> {
    gate: &'a Gate,
    /// How many were taken right after this one was, itself included.
    pub taken: usize,
    _permit: SemaphorePermit<'a>,
}

impl Gate {
    pub fn new(limit: usize) -> Self {
        Self { limit, slots: Semaphore::new(limit), taken: AtomicUsize::new(0) }
    }

    pub fn limit(&self) -> usize {
        self.limit
    }

    /// Waits for its turn.
    pub async fn enter(&self) -> Slot<'_> {
        let permit = self.slots.acquire().await.expect("the gate is never closed");
        self.slot(permit)
    }

    /// For work that is done one at a time: whoever comes meanwhile is sent away.
    pub fn try_enter(&self) -> Result<Slot<'_>, ContractError> {
        let permit = self.slots.try_acquire().map_err(|_| ContractError::Busy)?;
        Ok(self.slot(permit))
    }

    fn slot<'a>(&'a self, permit: SemaphorePermit<'a>) -> Slot<'a> {
        Slot { gate: self, taken: self.taken.fetch_add(1, Relaxed) + 1, _permit: permit }
    }
}

impl Drop for Slot<'_> {
    // Before the permit's own drop, so that `taken` never passes the limit.
    fn drop(&mut self) {
        self.gate.taken.fetch_sub(1, Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_full_gate_is_busy_until_a_slot_is_free() {
        let gate = Gate::new(2);
        let first = gate.enter().await;
        let second = gate.try_enter().unwrap();
        assert_eq!((first.taken, second.taken), (1, 2));
        assert_eq!(gate.try_enter().err(), Some(ContractError::Busy));
        drop(first);
        assert_eq!(gate.try_enter().unwrap().taken, 2);
    }
}
