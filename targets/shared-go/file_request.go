package shared

import (
	"bytes"
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

const (
	mostFiles        = 1000
	longestPathBytes = 255
)

var drive = regexp.MustCompile(`^[A-Za-z]:`)

// ParseFileRequest reads the body of POST /files/process. Every fault is found before any file is touched; nil: there is none.
func ParseFileRequest(body []byte) (paths []string, fault *Error) {
	if !utf8.Valid(body) || !json.Valid(body) {
		return nil, &InvalidJSON
	}
	decoder := json.NewDecoder(bytes.NewReader(body))
	// Whatever the size of a number, it is valid JSON.
	decoder.UseNumber()
	var request any
	if decoder.Decode(&request) != nil {
		return nil, &InvalidJSON
	}
	object, _ := request.(map[string]any)
	files, isArray := object["files"].([]any)
	if !isArray {
		return nil, &MissingFiles
	}
	paths = make([]string, len(files))
	for index, file := range files {
		path, isString := file.(string)
		if !isString {
			return nil, &InvalidFilesEntry
		}
		paths[index] = path
	}
	if len(paths) > mostFiles {
		return nil, &TooManyFiles
	}
	if !slices.ContainsFunc(paths, isUnsafePath) {
		return paths, nil
	}
	return nil, &InvalidFilePath
}

// isUnsafePath: absolute, with a way up, or not the same on every platform; nothing is decoded.
func isUnsafePath(path string) bool {
	if len(path) > longestPathBytes || strings.ContainsAny(path, "\x00\\") || drive.MatchString(path) {
		return true
	}
	// An empty path, an absolute one and a trailing slash each have an empty segment.
	return slices.ContainsFunc(strings.Split(path, "/"), func(segment string) bool {
		return segment == "" || segment == "." || segment == ".."
	})
}
