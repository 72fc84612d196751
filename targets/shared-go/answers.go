package shared

import (
	"os"
	"runtime"
	"strings"
)

// Plaintext is the body of GET /plaintext.
const Plaintext = "Hello, World!"

// Greeting is the body of GET /json.
type Greeting struct {
	Message string `json:"message"`
}

// Health is the body of GET /health: what truly runs, told by itself.
type Health struct {
	Status  string `json:"status"`
	Target  string `json:"target"`
	Version string `json:"version"`
	Runtime string `json:"runtime"`
	PID     int    `json:"pid"`
}

// DescribeHealth tells a target's name and version, and the Go it was built with.
func DescribeHealth(target, version string) Health {
	return Health{"ok", target, strings.TrimPrefix(version, "v"), "go " + GoVersion(), os.Getpid()}
}

// GoVersion is such as 1.26.8.
func GoVersion() string {
	return strings.TrimPrefix(runtime.Version(), "go")
}

// Error is one of the contract's errors: the JSON body to send, and its own status.
type Error struct {
	Error  string `json:"error"`
	Status int    `json:"status"`
}

// The errors of the contract.
var (
	InvalidKey          = Error{"Invalid key", 400}
	InvalidJSON         = Error{"Invalid JSON", 400}
	MissingFiles        = Error{"Missing 'files' array", 400}
	InvalidFilesEntry   = Error{"Invalid 'files' entry", 400}
	TooManyFiles        = Error{"Too many files", 400}
	InvalidFilePath     = Error{"Invalid file path", 400}
	BadRequest          = Error{"Bad Request", 400}
	NotFound            = Error{"Not Found", 404}
	MethodNotAllowed    = Error{"Method Not Allowed", 405}
	PayloadTooLarge     = Error{"Payload Too Large", 413}
	InternalServerError = Error{"Internal Server Error", 500}
	ServiceUnavailable  = Error{"Service Unavailable", 503}
)

// RetryAfter is the header of that name; empty: the error has none.
func (e Error) RetryAfter() string {
	if e.Status == ServiceUnavailable.Status {
		return "1"
	}
	return ""
}
