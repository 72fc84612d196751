package shared

import (
	"container/list"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"time"
)

// DefaultKey is the key of GET /cached.
const DefaultKey = "default"

const (
	longestKeyBytes = 128
	keyCharacters   = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._~-"
)

// IsValidKey tells whether the contract allows a key: nothing is left of it without the characters that may be in it. A
// regular expression takes 30 times as long in Go.
func IsValidKey(key string) bool {
	return key != "" && len(key) <= longestKeyBytes && strings.Trim(key, keyCharacters) == ""
}

// CacheStats is the body of GET /cache/stats.
type CacheStats struct {
	CacheHits           int64   `json:"cache_hits"`
	CacheMisses         int64   `json:"cache_misses"`
	HitRatePercent      float64 `json:"hit_rate_percent"`
	AverageAccessTimeNs float64 `json:"average_access_time_ns"`
	TotalOperations     int64   `json:"total_operations"`
	Entries             int     `json:"entries"`
}

// ResponseCache keeps serialised answers of GET /cached/{key}, the least recently used thrown out first.
type ResponseCache struct {
	mutex      sync.Mutex
	delay      time.Duration
	maxEntries int
	places     map[string]*list.Element
	// The most recently used first.
	order        *list.List
	hits, misses int64
	lookUpTime   time.Duration
}

type entry struct {
	key   string
	bytes []byte
}

// NewResponseCache makes an empty one.
func NewResponseCache(settings Settings) *ResponseCache {
	cache := &ResponseCache{delay: settings.CacheDelay, maxEntries: settings.CacheMaxEntries}
	cache.Reset()
	return cache
}

// Answer gives the stored bytes of a key, or makes and stores them, and what to tell of it in X-Cache.
func (c *ResponseCache) Answer(key string) (body []byte, state string) {
	if stored := c.lookUp(key); stored != nil {
		return stored, "HIT"
	}
	return c.compute(key), "MISS"
}

// Reset forgets entries and counts.
func (c *ResponseCache) Reset() {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.places, c.order = map[string]*list.Element{}, list.New()
	c.hits, c.misses, c.lookUpTime = 0, 0, 0
}

// Stats tells what the cache has done.
func (c *ResponseCache) Stats() CacheStats {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	stats := CacheStats{
		CacheHits:       c.hits,
		CacheMisses:     c.misses,
		TotalOperations: c.hits + c.misses,
		Entries:         len(c.places),
	}
	if total := float64(stats.TotalOperations); total > 0 {
		stats.HitRatePercent = 100 * float64(c.hits) / total
		stats.AverageAccessTimeNs = float64(c.lookUpTime.Nanoseconds()) / total
	}
	return stats
}

// lookUp counts a hit or a miss.
func (c *ResponseCache) lookUp(key string) []byte {
	started := time.Now()
	c.mutex.Lock()
	defer c.mutex.Unlock()
	place, isStored := c.places[key]
	var stored []byte
	if isStored {
		c.hits++
		c.order.MoveToFront(place)
		stored = place.Value.(entry).bytes
	} else {
		c.misses++
	}
	c.lookUpTime += time.Since(started)
	return stored
}

// compute pays the cost of a miss and keeps the outcome. Parallel misses each pay: the last write wins.
func (c *ResponseCache) compute(key string) []byte {
	wait(c.delay)
	bytes, _ := json.Marshal(struct {
		Key             string `json:"key"`
		Data            string `json:"data"`
		ComputedAt      string `json:"computed_at"`
		ComputationCost string `json:"computation_cost"`
	}{key, "Expensive data for " + key, timestamp(), fmt.Sprintf("%dms", c.delay.Milliseconds())})
	c.store(entry{key, bytes})
	return bytes
}

func (c *ResponseCache) store(made entry) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if place, isStored := c.places[made.key]; isStored {
		place.Value = made
		c.order.MoveToFront(place)
		return
	}
	c.places[made.key] = c.order.PushFront(made)
	if c.order.Len() > c.maxEntries {
		oldest := c.order.Remove(c.order.Back()).(entry)
		delete(c.places, oldest.key)
	}
}
