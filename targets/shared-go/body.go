package shared

import (
	"bytes"
	"errors"
	"io"
	"net/http"
)

// ReadBody gives the whole body of a request, whatever its type, and how many bytes were copied to join its pieces. A body of
// known length is read into one buffer of that size.
func ReadBody(w http.ResponseWriter, r *http.Request, limit int64) (body []byte, bytesCopied int, fault *Error) {
	limited := http.MaxBytesReader(w, r.Body, limit)
	if r.ContentLength > limit {
		// Up to the limit it is read and thrown away, so that the answer arrives.
		io.Copy(io.Discard, limited)
		return nil, 0, &PayloadTooLarge
	}
	if r.ContentLength >= 0 {
		body = make([]byte, r.ContentLength)
		_, err := io.ReadFull(limited, body)
		return body, 0, bodyFault(err)
	}
	var pieces bytes.Buffer
	_, err := pieces.ReadFrom(limited)
	return pieces.Bytes(), pieces.Len(), bodyFault(err)
}

// bodyFault: what is not too large has ended too early, or is not in chunks though it says so.
func bodyFault(err error) *Error {
	var tooLarge *http.MaxBytesError
	if err == nil {
		return nil
	}
	if errors.As(err, &tooLarge) {
		return &PayloadTooLarge
	}
	return &BadRequest
}
