package shared

import (
	"fmt"
	"hash/crc32"
	"runtime"
	"sync/atomic"
	"time"
)

const (
	viewBytes  = 1024
	passes     = 1000
	bytesPerMB = 1 << 20
)

// Memory is the body of GET /memory/stats.
type Memory struct {
	RSSBytes              int64   `json:"rss_bytes"`
	HeapUsedBytes         uint64  `json:"heap_used_bytes"`
	HeapTotalBytes        uint64  `json:"heap_total_bytes"`
	TotalAllocatedBytes   uint64  `json:"total_allocated_bytes"`
	TotalDeallocatedBytes uint64  `json:"total_deallocated_bytes"`
	CurrentUsageBytes     uint64  `json:"current_usage_bytes"`
	CurrentUsageMB        float64 `json:"current_usage_mb"`
}

// DescribeMemory tells what this process uses now.
func DescribeMemory() Memory {
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return Memory{
		RSSBytes:              rssBytes(),
		HeapUsedBytes:         stats.HeapAlloc,
		HeapTotalBytes:        stats.HeapSys,
		TotalAllocatedBytes:   stats.TotalAlloc,
		TotalDeallocatedBytes: stats.TotalAlloc - stats.HeapAlloc,
		CurrentUsageBytes:     stats.HeapAlloc,
		CurrentUsageMB:        float64(stats.HeapAlloc) / bytesPerMB,
	}
}

// Upload is the body of the answer to POST /zero-copy.
type Upload struct {
	Status           string `json:"status"`
	InputSize        int    `json:"input_size"`
	OutputSize       int    `json:"output_size"`
	Chunks           int    `json:"chunks"`
	Checksum         string `json:"checksum"`
	BytesCopied      int    `json:"bytes_copied"`
	ZeroCopy         bool   `json:"zero_copy"`
	ProcessingTimeUs int64  `json:"processing_time_us"`
}

// DescribeUpload makes a checksum over a body where it lies; bytesCopied is by whoever read it.
func DescribeUpload(body []byte, bytesCopied int) Upload {
	started := time.Now()
	crc, chunks := checksumInViews(body)
	return Upload{
		Status:           "success",
		InputSize:        len(body),
		OutputSize:       len(body),
		Chunks:           chunks,
		Checksum:         fmt.Sprintf("%08x", crc),
		BytesCopied:      bytesCopied,
		ZeroCopy:         bytesCopied == 0,
		ProcessingTimeUs: time.Since(started).Microseconds(),
	}
}

// Efficiency is the body of GET /memory/efficiency.
type Efficiency struct {
	MemoryEfficiencyTest []SizeEfficiency `json:"memory_efficiency_test"`
	TestDescription      string           `json:"test_description"`
}

// SizeEfficiency is what one size of buffer took.
type SizeEfficiency struct {
	DataSizeBytes      int     `json:"data_size_bytes"`
	Iterations         int     `json:"iterations"`
	TotalTimeMs        float64 `json:"total_time_ms"`
	AvgTimePerOpUs     float64 `json:"avg_time_per_op_us"`
	ThroughputMBPerSec float64 `json:"throughput_mb_per_sec"`
}

var isMeasuringMemory atomic.Bool

// MeasureMemoryEfficiency walks ready buffers of five sizes as DescribeUpload does. It is too heavy to run twice at once:
// the fault tells that it runs already.
func MeasureMemoryEfficiency() (efficiency Efficiency, fault *Error) {
	if !isMeasuringMemory.CompareAndSwap(false, true) {
		return efficiency, &ServiceUnavailable
	}
	defer isMeasuringMemory.Store(false)
	efficiency.TestDescription = fmt.Sprintf(
		"CRC-32 in views of %d bytes, %d passes over a buffer of each size", viewBytes, passes)
	for _, size := range []int{1024, 4096, 16_384, 65_536, 262_144} {
		// Others get their turn, on one core too.
		time.Sleep(time.Millisecond)
		efficiency.MemoryEfficiencyTest = append(efficiency.MemoryEfficiencyTest, measureSize(size))
	}
	return efficiency, nil
}

func measureSize(size int) SizeEfficiency {
	buffer := make([]byte, size)
	started := time.Now()
	for pass := 0; pass < passes; pass++ {
		checksumInViews(buffer)
	}
	seconds := time.Since(started).Seconds()
	return SizeEfficiency{
		DataSizeBytes:      size,
		Iterations:         passes,
		TotalTimeMs:        seconds * 1e3,
		AvgTimePerOpUs:     seconds * 1e6 / passes,
		ThroughputMBPerSec: float64(size) * passes / bytesPerMB / seconds,
	}
}

// checksumInViews is the CRC-32 of all bytes, taken in views of 1024 that share their memory.
func checksumInViews(bytes []byte) (crc uint32, chunks int) {
	for at := 0; at < len(bytes); at += viewBytes {
		crc = crc32.Update(crc, crc32.IEEETable, bytes[at:min(at+viewBytes, len(bytes))])
		chunks++
	}
	return crc, chunks
}
