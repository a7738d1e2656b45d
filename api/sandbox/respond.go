package sandbox

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
)

// object is a JSON object under construction.
type object = map[string]any

// apiError is an answer in Intercom's error.list shape.
type apiError struct {
	status        int
	code, message string
	field         string
	link          string // Link header of a 410
}

func (e *apiError) Error() string { return fmt.Sprintf("%d %s: %s", e.status, e.code, e.message) }

func failuref(status int, code, format string, args ...any) *apiError {
	return &apiError{status: status, code: code, message: fmt.Sprintf(format, args...)}
}

func notFound() *apiError { return failuref(http.StatusNotFound, "not_found", "Resource Not Found") }

func userNotFound() *apiError { return failuref(http.StatusNotFound, "not_found", "User Not Found") }

func invalidf(format string, args ...any) *apiError {
	return failuref(http.StatusBadRequest, "parameter_invalid", format, args...)
}

func missing(field string) *apiError {
	e := failuref(http.StatusBadRequest, "parameter_not_found", "%s is required", field)
	e.field = field
	return e
}

func (e *apiError) body(requestID string) []byte {
	item := object{"code": e.code, "message": e.message}
	if e.field != "" {
		item["field"] = e.field
	}
	return encode(object{"type": "error.list", "request_id": requestID, "errors": []any{item}})
}

// encode renders v without escaping HTML, as Intercom does.
func encode(v any) []byte {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		// Only maps, slices, strings and numbers of ours get here.
		return []byte(`{"type":"error.list","errors":[{"code":"server_error"}]}`)
	}
	return bytes.TrimSuffix(buf.Bytes(), []byte("\n"))
}

// answer is a complete response that was not sent yet.
type answer struct {
	status      int
	header      http.Header
	contentType string
	body        []byte
}

const jsonType = "application/json; charset=utf-8"

func errorAnswer(e *apiError, requestID string) answer {
	a := answer{status: e.status, contentType: jsonType, body: e.body(requestID), header: http.Header{}}
	if e.link != "" {
		a.header.Set("Link", e.link)
	}
	return a
}
