//! GET /cached/{key}: serialised answers, the least recently used thrown out first.
use std::{
    num::NonZeroUsize,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use bytes::Bytes;
use lru::LruCache;
use serde::Serialize;

use crate::{
    clock::{timestamp, wait_at_least},
    error::ContractError,
};

/// The key of GET /cached.
pub const DEFAULT_KEY: &str = "default";
const LONGEST_KEY_BYTES: usize = 128;

/// As X-Cache tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CacheState {
    Hit,
    Miss,
}

impl CacheState {
    pub fn name(self) -> &'static str {
        match self {
            Self::Hit => "HIT",
            Self::Miss => "MISS",
        }
    }
}

/// The answer's bytes and where they came from.
pub struct CachedAnswer {
    pub state: CacheState,
    pub body: Bytes,
}

#[derive(Serialize)]
struct Entry<'a> {
    key: &'a str,
    data: String,
    computed_at: String,
    computation_cost: String,
}

#[derive(Serialize)]
pub struct CacheStatsAnswer {
    cache_hits: u64,
    cache_misses: u64,
    hit_rate_percent: f64,
    average_access_time_ns: f64,
    total_operations: u64,
    entries: usize,
}

pub struct ResponseCache {
    cost: Duration,
    store: Mutex<Store>,
}

struct Store {
    entries: LruCache<String, Bytes>,
    hits: u64,
    misses: u64,
    look_up: Duration,
}

impl ResponseCache {
    pub fn new(cost: Duration, most_entries: NonZeroUsize) -> Self {
        let store = Store {
            // Not `LruCache::new`, which takes the memory of all entries at once.
            entries: LruCache::unbounded(),
            hits: 0,
            misses: 0,
            look_up: Duration::ZERO,
        };
        let cache = Self { cost, store: Mutex::new(store) };
        cache.lock().entries.resize(most_entries);
        cache
    }

    /// The stored bytes, or those of a computation that every miss pays, parallel ones too: the last write wins.
    pub async fn answer(&self, key: &str) -> Result<CachedAnswer, ContractError> {
        if !is_valid_key(key) {
            return Err(ContractError::INVALID_KEY);
        }
        if let Some(body) = self.look_up(key) {
            let state = CacheState::Hit;
            return Ok(CachedAnswer { state, body });
        }
        let body = self.compute(key).await?;
        let state = CacheState::Miss;
        Ok(CachedAnswer { state, body })
    }

    pub fn reset(&self) {
        let mut store = self.lock();
        store.entries.clear();
        store.hits = 0;
        store.misses = 0;
        store.look_up = Duration::ZERO;
    }

    pub fn stats(&self) -> CacheStatsAnswer {
        let store = self.lock();
        let operations = store.hits + store.misses;
        let average = |total: f64| if operations == 0 { 0.0 } else { total / operations as f64 };
        CacheStatsAnswer {
            cache_hits: store.hits,
            cache_misses: store.misses,
            hit_rate_percent: 100.0 * average(store.hits as f64),
            average_access_time_ns: average(store.look_up.as_nanos() as f64),
            total_operations: operations,
            entries: store.entries.len(),
        }
    }

    /// Counts a hit or a miss; the wait for the lock is part of the access.
    fn look_up(&self, key: &str) -> Option<Bytes> {
        let started = Instant::now();
        let mut store = self.lock();
        let found = store.entries.get(key).cloned();
        match found {
            Some(_) => store.hits += 1,
            None => store.misses += 1,
        }
        store.look_up += started.elapsed();
        found
    }

    async fn compute(&self, key: &str) -> Result<Bytes, ContractError> {
        wait_at_least(self.cost).await;
        let entry = Entry {
            key,
            data: format!("Expensive data for {key}"),
            computed_at: timestamp(),
            computation_cost: format!("{}ms", self.cost.as_millis()),
        };
        let body = serde_json::to_vec(&entry).map_err(|_| ContractError::Internal)?;
        let body = Bytes::from(body);
        self.lock().entries.put(key.to_owned(), body.clone());
        Ok(body)
    }

    fn lock(&self) -> MutexGuard<'_, Store> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Judged raw and decoded alike: none of these is ever encoded.
fn is_valid_key(key: &str) -> bool {
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"._~-".contains(&byte);
    (1..=LONGEST_KEY_BYTES).contains(&key.len()) && key.bytes().all(is_allowed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cache_of(most_entries: usize) -> ResponseCache {
        ResponseCache::new(Duration::ZERO, NonZeroUsize::new(most_entries).unwrap())
    }

    async fn state_of(cache: &ResponseCache, key: &str) -> CacheState {
        cache.answer(key).await.ok().unwrap().state
    }

    #[tokio::test]
    async fn the_least_recently_used_entry_goes_first() {
        let cache = cache_of(2);
        for key in ["a", "b", "a", "c"] {
            state_of(&cache, key).await;
        }
        assert_eq!(state_of(&cache, "a").await, CacheState::Hit);
        assert_eq!(state_of(&cache, "c").await, CacheState::Hit);
        assert_eq!(state_of(&cache, "b").await, CacheState::Miss);
        assert_eq!(cache.stats().entries, 2);
    }

    #[tokio::test]
    async fn a_hit_is_the_bytes_of_its_miss() {
        let cache = cache_of(2);
        let miss = cache.answer("a").await.ok().unwrap();
        let hit = cache.answer("a").await.ok().unwrap();
        assert_eq!((hit.state, hit.body), (CacheState::Hit, miss.body));
    }

    #[tokio::test]
    async fn hits_and_misses_are_counted_until_the_reset() {
        let cache = cache_of(9);
        for key in ["a", "a", "b", "a"] {
            state_of(&cache, key).await;
        }
        let stats = cache.stats();
        assert_eq!((stats.cache_hits, stats.cache_misses, stats.total_operations), (2, 2, 4));
        assert_eq!(stats.hit_rate_percent, 50.0);
        cache.reset();
        let stats = cache.stats();
        assert_eq!((stats.total_operations, stats.entries, stats.hit_rate_percent), (0, 0, 0.0));
    }

    #[test]
    fn keys_are_1_to_128_unreserved_characters() {
        for key in ["a", "A-z_0.9~", &"k".repeat(128)] {
            assert!(is_valid_key(key), "{key}");
        }
        for key in ["", "a b", "a%20b", "a/b", "ä", "a\n", &"k".repeat(129)] {
            assert!(!is_valid_key(key), "{key}");
        }
    }
}
