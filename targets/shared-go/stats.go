package shared

import (
	"bytes"
	"os"
	"strconv"
	"sync"
	"syscall"
	"time"
)

// A shorter window would mostly show the clock's own steps.
const shortestCPUWindow = 50 * time.Millisecond

// Stats is the body of GET /stats.
type Stats struct {
	TotalRequests         int64   `json:"total_requests"`
	AverageResponseTimeUs float64 `json:"average_response_time_us"`
	RequestsPerSecond     float64 `json:"requests_per_second"`
	MemoryUsage           int64   `json:"memory_usage"`
	CPUUsage              float64 `json:"cpu_usage"`
	UptimeSeconds         float64 `json:"uptime_seconds"`
	CPUUserUs             int64   `json:"cpu_user_us"`
	CPUSystemUs           int64   `json:"cpu_system_us"`
	PID                   int     `json:"pid"`
}

// RequestStats counts finished requests of /benchmark, and knows what this process uses.
type RequestStats struct {
	mutex      sync.Mutex
	started    time.Time
	since      time.Time
	count      int64
	totalUs    int64
	cpuTaken   time.Time
	cpuUsedUs  int64
	cpuPercent float64
}

// NewRequestStats starts its clocks.
func NewRequestStats() *RequestStats {
	now := time.Now()
	return &RequestStats{started: now, since: now, cpuTaken: now}
}

// Record counts one finished request.
func (s *RequestStats) Record(processingTimeUs int64) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.count++
	s.totalUs += processingTimeUs
}

// Reset forgets what was counted.
func (s *RequestStats) Reset() {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.since, s.count, s.totalUs = time.Now(), 0, 0
}

// Snapshot is the answer of this moment.
func (s *RequestStats) Snapshot() Stats {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	now := time.Now()
	userUs, systemUs := cpuTimesUs()
	stats := Stats{
		TotalRequests: s.count,
		MemoryUsage:   rssBytes(),
		CPUUsage:      s.cpuPercentAt(now, userUs+systemUs),
		UptimeSeconds: now.Sub(s.started).Seconds(),
		CPUUserUs:     userUs,
		CPUSystemUs:   systemUs,
		PID:           os.Getpid(),
	}
	if s.count > 0 {
		stats.AverageResponseTimeUs = float64(s.totalUs) / float64(s.count)
		stats.RequestsPerSecond = float64(s.count) / now.Sub(s.since).Seconds()
	}
	return stats
}

// cpuPercentAt is in percent of one core since the previous call, the first since the start of the process.
func (s *RequestStats) cpuPercentAt(now time.Time, usedUs int64) float64 {
	if window := now.Sub(s.cpuTaken); window >= shortestCPUWindow {
		s.cpuPercent = 100 * float64(usedUs-s.cpuUsedUs) / float64(window.Microseconds())
		s.cpuTaken, s.cpuUsedUs = now, usedUs
	}
	return s.cpuPercent
}

func cpuTimesUs() (user, system int64) {
	var usage syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &usage) != nil {
		return 0, 0
	}
	return usage.Utime.Nano() / 1000, usage.Stime.Nano() / 1000
}

// rssBytes is the second number of statm, in pages.
func rssBytes() int64 {
	statm, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0
	}
	pages, _ := strconv.ParseInt(string(bytes.Fields(statm)[1]), 10, 64)
	return pages * int64(os.Getpagesize())
}
