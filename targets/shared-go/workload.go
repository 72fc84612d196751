package shared

// Workload is what one process remembers of its requests.
type Workload struct {
	Settings Settings
	Stats    *RequestStats
	Cache    *ResponseCache
	Profiler *Profiler
	Files    *Files
}

// NewWorkload has answered nothing yet.
func NewWorkload(settings Settings) *Workload {
	return &Workload{settings, NewRequestStats(), NewResponseCache(settings), &Profiler{}, NewFiles(settings)}
}

// Reset is POST /admin/reset.
func (w *Workload) Reset() {
	w.Stats.Reset()
	w.Cache.Reset()
	w.Profiler.Reset()
}
