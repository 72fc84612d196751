// The endpoint contract on net/http and its ServeMux.
package main

import (
	"encoding/json"
	"io"
	"net/http"

	"perfcmp/shared"
)

type server struct {
	settings shared.Settings
	stats    *shared.RequestStats
	cache    *shared.ResponseCache
}

func main() {
	settings := shared.ReadSettings()
	s := &server{settings, shared.NewRequestStats(), shared.NewResponseCache(settings)}
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
	outcome := shared.RunBenchmark(s.settings.BenchDelay)
	s.stats.Record(outcome.ProcessingTimeUs)
	sendJSON(w, http.StatusOK, outcome)
}

func (s *server) requestStats(w http.ResponseWriter, _ *http.Request) {
	sendJSON(w, http.StatusOK, s.stats.Snapshot())
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
	body, state := s.cache.Answer(key)
	w.Header().Set("X-Cache", state)
	send(w, http.StatusOK, body)
}

func (s *server) cacheStats(w http.ResponseWriter, _ *http.Request) {
	sendJSON(w, http.StatusOK, s.cache.Stats())
}

func (s *server) reset(w http.ResponseWriter, r *http.Request) {
	body := http.MaxBytesReader(w, r.Body, s.settings.MaxBodyBytes)
	if _, err := io.Copy(io.Discard, body); err != nil {
		sendError(w, shared.PayloadTooLarge)
		return
	}
	s.stats.Reset()
	s.cache.Reset()
	w.WriteHeader(http.StatusNoContent)
}

func sendError(w http.ResponseWriter, err shared.Error) {
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
