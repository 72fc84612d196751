package shared

import (
	"bytes"
	"io"
	"net/http"
)

// ReadBody gives the whole body of a request, whatever its type, and how many bytes were copied to join its pieces; false
// where it is over the limit. A body of known length is read into one buffer of that size.
func ReadBody(w http.ResponseWriter, r *http.Request, limit int64) (body []byte, bytesCopied int, isWithin bool) {
	limited := http.MaxBytesReader(w, r.Body, limit)
	if r.ContentLength > limit {
		// Up to the limit it is read and thrown away, so that the answer arrives.
		io.Copy(io.Discard, limited)
		return nil, 0, false
	}
	if r.ContentLength >= 0 {
		body = make([]byte, r.ContentLength)
		_, err := io.ReadFull(limited, body)
		return body, 0, err == nil
	}
	var pieces bytes.Buffer
	_, err := pieces.ReadFrom(limited)
	return pieces.Bytes(), pieces.Len(), err == nil
}
