package shared

import (
	"encoding/json"
	"net/http"
	"sync"
	"time"
)

// In the order of the answer.
var spanNames = [...]string{"request_parsing", "business_logic", "response_serialization"}

// Span is one member of the body of GET /profiler/stats.
type Span struct {
	FunctionName string  `json:"function_name"`
	CallCount    int64   `json:"call_count"`
	TotalTimeNs  int64   `json:"total_time_ns"`
	AvgTimeNs    float64 `json:"avg_time_ns"`
	MinTimeNs    int64   `json:"min_time_ns"`
	MaxTimeNs    int64   `json:"max_time_ns"`
}

// ProfilerStats is the body of GET /profiler/stats.
type ProfilerStats struct {
	ProfilerStats         []Span `json:"profiler_stats"`
	TotalFunctionsTracked int    `json:"total_functions_tracked"`
	AnalysisTimestamp     string `json:"analysis_timestamp"`
}

// Profiler is of constant memory, however often it is called.
type Profiler struct {
	mutex sync.Mutex
	spans [len(spanNames)]Span
}

// Profile makes the body of GET /profiled in three timed steps: reading the request, a sum of squares, writing the answer.
func (p *Profiler) Profile(request *http.Request) []byte {
	started := time.Now()
	uri, headers := request.URL.EscapedPath(), len(request.Header)
	// Go keeps it out of the others.
	if request.Host != "" {
		headers++
	}
	parsed := time.Now()
	result := sumOfSquares()
	worked := time.Now()
	body, _ := json.Marshal(struct {
		URI               string `json:"uri"`
		HeadersCount      int    `json:"headers_count"`
		ComputationResult int64  `json:"computation_result"`
		Timestamp         string `json:"timestamp"`
	}{uri, headers, result, timestamp()})
	p.record(parsed.Sub(started), worked.Sub(parsed), time.Since(worked))
	return body
}

// Reset forgets all calls.
func (p *Profiler) Reset() {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.spans = [len(spanNames)]Span{}
}

// Stats lists the spans with at least one call.
func (p *Profiler) Stats() ProfilerStats {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	called := []Span{}
	for index, span := range p.spans {
		if span.CallCount > 0 {
			span.FunctionName = spanNames[index]
			span.AvgTimeNs = float64(span.TotalTimeNs) / float64(span.CallCount)
			called = append(called, span)
		}
	}
	return ProfilerStats{called, len(called), timestamp()}
}

func (p *Profiler) record(took ...time.Duration) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	for index, duration := range took {
		span, tookNs := &p.spans[index], duration.Nanoseconds()
		if span.CallCount == 0 || tookNs < span.MinTimeNs {
			span.MinTimeNs = tookNs
		}
		span.MaxTimeNs = max(span.MaxTimeNs, tookNs)
		span.TotalTimeNs += tookNs
		span.CallCount++
	}
}

// sumOfSquares is 333283335000; Go's compiler keeps the loop as it is written.
func sumOfSquares() int64 {
	var sum int64
	for i := int64(0); i < 10_000; i++ {
		sum += i * i
	}
	return sum
}
