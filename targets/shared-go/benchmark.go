package shared

import (
	"sync/atomic"
	"time"
)

const timestampFormat = "2006-01-02T15:04:05.000Z07:00"

// Benchmark is the body of GET /benchmark.
type Benchmark struct {
	Result           int    `json:"result"`
	ProcessingTimeUs int64  `json:"processing_time_us"`
	WaitUs           int64  `json:"wait_us"`
	RequestID        int64  `json:"request_id"`
	Timestamp        string `json:"timestamp"`
}

var lastRequestID atomic.Int64

// RunBenchmark makes a fixed sum, then waits without holding a thread.
func RunBenchmark(delay time.Duration) Benchmark {
	started := time.Now()
	requestID := lastRequestID.Add(1)
	result := sumOfDoubles()
	waited := wait(delay)
	return Benchmark{
		Result:           result,
		ProcessingTimeUs: time.Since(started).Microseconds(),
		WaitUs:           waited.Microseconds(),
		RequestID:        requestID,
		Timestamp:        timestamp(),
	}
}

// sumOfDoubles is 999000; Go's compiler keeps the loop as it is written.
func sumOfDoubles() int {
	sum := 0
	for i := 0; i < 1000; i++ {
		sum += 2 * i
	}
	return sum
}

func wait(delay time.Duration) time.Duration {
	if delay == 0 {
		return 0
	}
	started := time.Now()
	time.Sleep(delay)
	return time.Since(started)
}

func timestamp() string {
	return time.Now().UTC().Format(timestampFormat)
}
