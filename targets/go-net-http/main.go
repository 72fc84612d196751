// The endpoint contract on net/http and its ServeMux.
package main

import (
	"encoding/json"
	"io"
	"net/http"

	"perfcmp/shared"
)

type server struct {
	*shared.Workload
}

func main() {
	settings := shared.ReadSettings()
	s := &server{shared.NewWorkload(settings)}
	shared.Serve(settings, s.routes())
}

// New endpoints of the contract get their route here.
func (s *server) routes() http.Handler {
	mux := http.NewServeMux()
	route(mux, "GET", "/health", s.health)
	route(mux, "GET", "/plaintext", s.plaintext)
	route(mux, "GET", "/json", s.json)
	route(mux, "GET", "/benchmark", s.benchmark)
	route(mux, "GET", "/stats", s.requestStats)
	route(mux, "GET", "/cached", s.cached)
	route(mux, "GET", "/cached/{key}", s.cached)
	route(mux, "GET", "/cache/stats", s.cacheStats)
	route(mux, "GET", "/memory/stats", s.memoryStats)
	route(mux, "GET", "/memory/efficiency", s.memoryEfficiency)
	route(mux, "POST", "/zero-copy", s.zeroCopy)
	route(mux, "GET", "/profiled", s.profiled)
	route(mux, "GET", "/profiler/stats", s.profilerStats)
	route(mux, "POST", "/files/process", s.filesProcess)
	route(mux, "GET", "/io-benchmark", s.ioBenchmark)
	route(mux, "POST", "/admin/reset", s.reset)
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) { sendError(w, shared.NotFound) })
	return mux
}

// route adds one endpoint, and the contract's 405 in place of the mux's own.
func route(mux *http.ServeMux, method, path string, handler http.HandlerFunc) {
	mux.HandleFunc(method+" "+path, handler)
	mux.HandleFunc(path, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Allow", method)
		sendError(w, shared.MethodNotAllowed)
	})
}

func (s *server) health(w http.ResponseWriter, _ *http.Request) {
	sendJSON(w, http.StatusOK, shared.DescribeHealth("go-net-http", shared.GoVersion()))
}

func (s *server) plaintext(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain")
	io.WriteString(w, shared.Plaintext)
}

func (s *server) json(w http.ResponseWriter, _ *http.Request) {
	sendJSON(w, http.StatusOK, shared.Greeting{Message: "Hello, World!"})
}

func (s *server) benchmark(w http.ResponseWriter, _ *http.Request) {
	outcome := shared.RunBenchmark(s.Settings.BenchDelay)
	s.Stats.Record(outcome.ProcessingTimeUs)
	sendJSON(w, http.StatusOK, outcome)
}

func (s *server) requestStats(w http.ResponseWriter, _ *http.Request) {
	sendJSON(w, http.StatusOK, s.Stats.Snapshot())
}

func (s *server) cached(w http.ResponseWriter, r *http.Request) {
	key := r.PathValue("key")
	if key == "" {
		key = shared.DefaultKey
	}
	if !shared.IsValidKey(key) {
		sendError(w, shared.InvalidKey)
		return
	}
	body, state := s.Cache.Answer(key)
	w.Header().Set("X-Cache", state)
	send(w, http.StatusOK, body)
}

func (s *server) cacheStats(w http.ResponseWriter, _ *http.Request) {
	sendJSON(w, http.StatusOK, s.Cache.Stats())
}

func (s *server) memoryStats(w http.ResponseWriter, _ *http.Request) {
	sendJSON(w, http.StatusOK, shared.DescribeMemory())
}

func (s *server) memoryEfficiency(w http.ResponseWriter, _ *http.Request) {
	efficiency, fault := shared.MeasureMemoryEfficiency()
	sendOutcome(w, efficiency, fault)
}

func (s *server) zeroCopy(w http.ResponseWriter, r *http.Request) {
	body, bytesCopied, fault := shared.ReadBody(w, r, s.Settings.MaxBodyBytes)
	if fault != nil {
		sendError(w, *fault)
		return
	}
	sendJSON(w, http.StatusOK, shared.DescribeUpload(body, bytesCopied))
}

func (s *server) profiled(w http.ResponseWriter, r *http.Request) {
	send(w, http.StatusOK, s.Profiler.Profile(r))
}

func (s *server) profilerStats(w http.ResponseWriter, _ *http.Request) {
	sendJSON(w, http.StatusOK, s.Profiler.Stats())
}

func (s *server) filesProcess(w http.ResponseWriter, r *http.Request) {
	body, _, fault := shared.ReadBody(w, r, s.Settings.MaxBodyBytes)
	if fault != nil {
		sendError(w, *fault)
		return
	}
	paths, fault := shared.ParseFileRequest(body)
	if fault != nil {
		sendError(w, *fault)
		return
	}
	sendJSON(w, http.StatusOK, s.Files.Process(paths))
}

func (s *server) ioBenchmark(w http.ResponseWriter, _ *http.Request) {
	benchmark, fault := s.Files.RunIoBenchmark()
	sendOutcome(w, benchmark, fault)
}

func (s *server) reset(w http.ResponseWriter, r *http.Request) {
	if _, _, fault := shared.ReadBody(w, r, s.Settings.MaxBodyBytes); fault != nil {
		sendError(w, *fault)
		return
	}
	s.Reset()
	w.WriteHeader(http.StatusNoContent)
}

func sendOutcome(w http.ResponseWriter, value any, fault *shared.Error) {
	if fault != nil {
		sendError(w, *fault)
		return
	}
	sendJSON(w, http.StatusOK, value)
}

func sendError(w http.ResponseWriter, err shared.Error) {
	if after := err.RetryAfter(); after != "" {
		w.Header().Set("Retry-After", after)
	}
	sendJSON(w, err.Status, err)
}

func sendJSON(w http.ResponseWriter, status int, value any) {
	body, err := json.Marshal(value)
	if err != nil {
		sendError(w, shared.InternalServerError)
		return
	}
	send(w, status, body)
}

func send(w http.ResponseWriter, status int, body []byte) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	w.Write(body)
}
