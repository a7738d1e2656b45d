// Package openapitest holds requests and responses against Intercom's own
// OpenAPI descriptions, for tests of the client and of the sandbox.
//
// The descriptions are not part of the project: they are looked for in
// ../shared/openapi beside its root, and tests are skipped without them. Where
// the vendor's examples contradict the descriptions, a named contradiction
// lets the finding pass; everything else fails the test.
package openapitest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
)

// Versions are the descriptions that exist.
var Versions = []string{"2.9", "2.11", "2.14", "2.16"}

// Doc validates against one version of the description. It is safe for
// concurrent use.
type Doc struct {
	version string
	doc     *openapi3.T
}

var loaded sync.Map // version → func() (*Doc, error), each run once

// Validator returns the description of a version, loaded once per process. It
// skips the test when the descriptions are not there.
func Validator(t testing.TB, version string) *Doc {
	t.Helper()
	d, ok, err := Load(version)
	if err != nil {
		t.Fatal(err)
	}
	if !ok {
		t.Skip("no ../shared/openapi beside the project: Intercom's descriptions are needed to validate against")
	}
	return d
}

// Load is Validator for code that goes on without descriptions: ok is false
// when they are not there, or not of that version.
func Load(version string) (d *Doc, ok bool, err error) {
	dir, ok := folder()
	if !ok || !slices.Contains(Versions, version) {
		return nil, false, nil
	}
	load, _ := loaded.LoadOrStore(version, sync.OnceValues(func() (*Doc, error) {
		doc, err := openapi3.NewLoader().LoadFromFile(filepath.Join(dir, "intercom-"+version+".yaml"))
		if err != nil {
			return nil, fmt.Errorf("load description %s: %w", version, err)
		}
		return &Doc{version: version, doc: doc}, nil
	}))
	once, ok := load.(func() (*Doc, error))
	if !ok {
		return nil, false, errors.New("the descriptions that were loaded are of another kind")
	}
	d, err = once()
	return d, err == nil, err
}

// folder finds shared/openapi beside the folder that holds go.mod.
func folder() (string, bool) {
	dir, err := os.Getwd()
	if err != nil {
		return "", false
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			break
		}
		up := filepath.Dir(dir)
		if up == dir {
			return "", false
		}
		dir = up
	}
	// A second checkout may lie one folder deeper than the project itself.
	for _, up := range []string{"..", "../.."} {
		found := filepath.Join(dir, up, "shared", "openapi")
		if info, err := os.Stat(found); err == nil && info.IsDir() {
			return found, true
		}
	}
	return "", false
}

// Finding is one place where a request or response departs from the
// description.
type Finding struct {
	Version string
	Call    string // as in "POST /conversations/{id}/reply"
	Where   string // JSON pointer, or "request body", "response", …
	Reason  string
}

func (f Finding) String() string {
	return fmt.Sprintf("%s %s: %s: %s", f.Version, f.Call, f.Where, f.Reason)
}

// ValidateRequest returns what is wrong with a request. Its body is read and
// put back.
func (d *Doc) ValidateRequest(req *http.Request) []Finding {
	call, in, err := d.input(req)
	if err != nil {
		return []Finding{{d.version, call, "path", err.Error()}}
	}
	return d.findings(call, openapi3filter.ValidateRequest(req.Context(), in))
}

// ValidateResponse returns what is wrong with the response to req.
func (d *Doc) ValidateResponse(req *http.Request, resp *http.Response, body []byte) []Finding {
	call, in, err := d.input(req)
	if err != nil {
		return []Finding{{d.version, call, "path", err.Error()}}
	}
	header := resp.Header.Clone()
	if strings.HasPrefix(header.Get("Content-Type"), "application/json") {
		header.Set("Content-Type", "application/json")
	}
	return d.findings(call, openapi3filter.ValidateResponse(context.WithoutCancel(req.Context()), &openapi3filter.ResponseValidationInput{
		RequestValidationInput: in, Status: resp.StatusCode, Header: header,
		Body: io.NopCloser(bytes.NewReader(body)), Options: options,
	}))
}

var options = &openapi3filter.Options{
	MultiError: true, SkipSettingDefaults: true,
	AuthenticationFunc: openapi3filter.NoopAuthenticationFunc,
}

func (d *Doc) findings(call string, err error) []Finding {
	if err == nil {
		return nil
	}
	var out []Finding
	for _, e := range flatten(err) {
		f := Finding{Version: d.version, Call: call, Where: "message"}
		if s, ok := errors.AsType[*openapi3.SchemaError](e); ok {
			f.Where, f.Reason = "/"+strings.Join(s.JSONPointer(), "/"), s.Reason
		} else {
			f.Reason = e.Error()
		}
		f.Reason, _, _ = strings.Cut(f.Reason, "\n")
		out = append(out, f)
	}
	return out
}

// flatten returns the innermost errors that still say where they are.
func flatten(err error) []error {
	var inner error
	if multi, ok := errors.AsType[openapi3.MultiError](err); ok {
		var out []error
		for _, x := range multi {
			out = append(out, flatten(x)...)
		}
		return out
	} else if e, ok := errors.AsType[*openapi3.SchemaError](err); ok {
		return []error{e}
	} else if e, ok := errors.AsType[*openapi3filter.RequestError](err); ok {
		inner = e.Err
	} else if e, ok := errors.AsType[*openapi3filter.ResponseError](err); ok {
		inner = e.Err
	}
	if inner != nil {
		return flatten(inner)
	}
	return []error{err}
}
