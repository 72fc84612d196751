package shared

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

const largestFileBytes = 16 << 20

// Files reads below the sandbox, never more at once than there are slots in this process.
type Files struct {
	folder    string
	delay     time.Duration
	slots     chan struct{}
	isRunning atomic.Bool
}

// NewFiles resolves the sandbox.
func NewFiles(settings Settings) *Files {
	folder, err := filepath.EvalSymlinks(settings.DataFolder)
	if err != nil {
		Fail(err)
	}
	return &Files{folder: folder, delay: settings.FileDelay, slots: make(chan struct{}, settings.FileConcurrency)}
}

// Processing is the body of the answer to POST /files/process.
type Processing struct {
	ProcessingResult ProcessingResult `json:"processing_result"`
	ConcurrencyLimit int              `json:"concurrency_limit"`
	PeakConcurrency  int              `json:"peak_concurrency"`
}

// ProcessingResult is of one request.
type ProcessingResult struct {
	TotalFiles            int     `json:"total_files"`
	SuccessfulFiles       int     `json:"successful_files"`
	FailedFiles           int     `json:"failed_files"`
	TotalTimeMs           float64 `json:"total_time_ms"`
	TotalBytesProcessed   int64   `json:"total_bytes_processed"`
	ThroughputFilesPerSec float64 `json:"throughput_files_per_sec"`
}

// Process reads files side by side; the paths are relative and safe.
func (f *Files) Process(paths []string) Processing {
	var group sync.WaitGroup
	var mutex sync.Mutex
	result := ProcessingResult{TotalFiles: len(paths)}
	peak := 0
	started := time.Now()
	for _, path := range paths {
		group.Add(1)
		go func(path string) {
			defer group.Done()
			f.slots <- struct{}{}
			taken := len(f.slots)
			size, isRead := f.readOne(path)
			<-f.slots
			mutex.Lock()
			defer mutex.Unlock()
			peak = max(peak, taken)
			if isRead {
				result.SuccessfulFiles++
				result.TotalBytesProcessed += size
			}
		}(path)
	}
	group.Wait()
	result.FailedFiles = len(paths) - result.SuccessfulFiles
	if len(paths) > 0 {
		seconds := time.Since(started).Seconds()
		result.TotalTimeMs = seconds * 1e3
		result.ThroughputFilesPerSec = float64(len(paths)) / seconds
	}
	return Processing{result, cap(f.slots), peak}
}

func (f *Files) readOne(path string) (size int64, isRead bool) {
	content, isRead := f.readBelow(path)
	if isRead {
		wait(f.delay)
	}
	return int64(len(content)), isRead
}

// readBelow gives the content of a regular file of at most 16 MiB; links may not lead out of the sandbox.
func (f *Files) readBelow(path string) (content []byte, isRead bool) {
	real, err := filepath.EvalSymlinks(filepath.Join(f.folder, path))
	if err != nil || !strings.HasPrefix(real, f.folder+string(filepath.Separator)) {
		return nil, false
	}
	// A FIFO without a writer must not block, and a link put in the file's place meanwhile must not be followed.
	file, err := os.OpenFile(real, os.O_RDONLY|syscall.O_NONBLOCK|syscall.O_NOFOLLOW, 0)
	if err != nil {
		return nil, false
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil || !info.Mode().IsRegular() || info.Size() > largestFileBytes {
		return nil, false
	}
	// Reads what was there at the start, however fast the file grows.
	content = make([]byte, info.Size())
	filled, err := io.ReadFull(file, content)
	return content[:filled], err == nil || err == io.ErrUnexpectedEOF || err == io.EOF
}

// IoBenchmark is the body of GET /io-benchmark.
type IoBenchmark struct {
	IoBenchmarkResults []IoScenario `json:"io_benchmark_results"`
}

// IoScenario is what files of one size took.
type IoScenario struct {
	Scenario               string  `json:"scenario"`
	FileCount              int     `json:"file_count"`
	FileSizeBytes          int     `json:"file_size_bytes"`
	ProcessingTimeMs       float64 `json:"processing_time_ms"`
	ThroughputFilesPerSec  float64 `json:"throughput_files_per_sec"`
	TotalDataMB            float64 `json:"total_data_mb"`
	DataThroughputMBPerSec float64 `json:"data_throughput_mb_per_sec"`
}

// RunIoBenchmark does the work of Process on files of three sizes, made for it and removed in every case. The fault tells
// that it runs already, or could not be done.
func (f *Files) RunIoBenchmark() (benchmark IoBenchmark, fault *Error) {
	if !f.isRunning.CompareAndSwap(false, true) {
		return benchmark, &ServiceUnavailable
	}
	defer f.isRunning.Store(false)
	folder, err := os.MkdirTemp(f.folder, "io-")
	if err != nil {
		return benchmark, &InternalServerError
	}
	defer os.RemoveAll(folder)
	for _, scenario := range []IoScenario{
		{Scenario: "small_files", FileCount: 100, FileSizeBytes: 1024},
		{Scenario: "medium_files", FileCount: 50, FileSizeBytes: 10_240},
		{Scenario: "large_files", FileCount: 10, FileSizeBytes: 102_400},
	} {
		if !f.runScenario(folder, &scenario) {
			return benchmark, &InternalServerError
		}
		benchmark.IoBenchmarkResults = append(benchmark.IoBenchmarkResults, scenario)
	}
	return benchmark, nil
}

func (f *Files) runScenario(folder string, scenario *IoScenario) (isDone bool) {
	paths := make([]string, scenario.FileCount)
	content := bytes.Repeat([]byte("x"), scenario.FileSizeBytes)
	for index := range paths {
		name := scenario.Scenario + "-" + strconv.Itoa(index)
		if os.WriteFile(filepath.Join(folder, name), content, 0o600) != nil {
			return false
		}
		paths[index] = filepath.Base(folder) + "/" + name
	}
	result := f.Process(paths).ProcessingResult
	scenario.ProcessingTimeMs = result.TotalTimeMs
	scenario.ThroughputFilesPerSec = result.ThroughputFilesPerSec
	scenario.TotalDataMB = float64(result.TotalBytesProcessed) / bytesPerMB
	scenario.DataThroughputMBPerSec = scenario.TotalDataMB * 1e3 / result.TotalTimeMs
	return result.FailedFiles == 0
}
