// Package shared is the workload of the targets in Go: what they serve must cost the same in each of them.
package shared

import (
	"fmt"
	"net"
	"os"
	"regexp"
	"strconv"
	"time"
)

// Settings is everything a target reads from its environment: HOST, PORT and PERFCMP_*.
type Settings struct {
	Address         string
	BenchDelay      time.Duration
	CacheDelay      time.Duration
	CacheMaxEntries int
	MaxBodyBytes    int64
	FileDelay       time.Duration
	FileConcurrency int
	// DataFolder is the only one whose files a target reads or writes.
	DataFolder string
	// Nobody made a folder for us: it goes with the process.
	isTemporary bool
}

var loopback = regexp.MustCompile(`^(127\.\d+\.\d+\.\d+|::1|localhost)$`)

// ReadSettings ends the process with 2 where something is wrong.
func ReadSettings() Settings {
	settings := Settings{
		Address:         net.JoinHostPort(readHost(), strconv.Itoa(readInteger("PORT", "", 1))),
		BenchDelay:      time.Duration(readInteger("PERFCMP_BENCH_DELAY_US", "100", 0)) * time.Microsecond,
		CacheDelay:      time.Duration(readInteger("PERFCMP_CACHE_DELAY_MS", "50", 0)) * time.Millisecond,
		CacheMaxEntries: readInteger("PERFCMP_CACHE_MAX", "10000", 1),
		MaxBodyBytes:    int64(readInteger("PERFCMP_MAX_BODY", "1048576", 0)),
		FileDelay:       time.Duration(readInteger("PERFCMP_FILE_DELAY_MS", "10", 0)) * time.Millisecond,
		FileConcurrency: readInteger("PERFCMP_FILE_CONCURRENCY", "50", 1),
	}
	// One process holds all counters, so any number is right; how many cores work is GOMAXPROCS.
	readInteger("PERFCMP_WORKERS", "1", 1)
	// The last, so that no refusal leaves a folder behind.
	settings.DataFolder, settings.isTemporary = readFolder("PERFCMP_DATA_DIR")
	return settings
}

func readHost() string {
	host := valueOr("HOST", "127.0.0.1")
	if !loopback.MatchString(host) && os.Getenv("PERFCMP_ALLOW_REMOTE") != "1" {
		refuse("HOST", host+" is not loopback; PERFCMP_ALLOW_REMOTE=1 allows it")
	}
	return host
}

func readInteger(name, byDefault string, minimum int) int {
	text := valueOr(name, byDefault)
	// 32 bits are enough for each, and cannot overflow as a duration.
	value, err := strconv.ParseUint(text, 10, 31)
	if err != nil || int(value) < minimum {
		refuse(name, fmt.Sprintf("expected a whole number from %d, got %q", minimum, text))
	}
	return int(value)
}

// readFolder makes one where nothing is set.
func readFolder(name string) (folder string, isTemporary bool) {
	folder = os.Getenv(name)
	if folder == "" {
		folder, err := os.MkdirTemp("", "perfcmp-data-")
		if err != nil {
			Fail(err)
		}
		return folder, true
	}
	if info, err := os.Stat(folder); err != nil || !info.IsDir() {
		refuse(name, "no folder "+folder)
	}
	return folder, false
}

func (s Settings) removeTemporaryFolder() {
	if s.isTemporary {
		os.RemoveAll(s.DataFolder)
	}
}

func valueOr(name, byDefault string) string {
	if value := os.Getenv(name); value != "" {
		return value
	}
	return byDefault
}

func refuse(name, message string) {
	fmt.Fprintf(os.Stderr, "%s: %s\n", name, message)
	os.Exit(2)
}
