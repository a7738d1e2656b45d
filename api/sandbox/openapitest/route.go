package openapitest

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
)

// input finds the operation of a request. The library's routers insist that
// the whole description is valid first, which the vendor's is not.
func (d *Doc) input(req *http.Request) (call string, in *openapi3filter.RequestValidationInput, err error) {
	call = req.Method + " " + req.URL.Path
	path, item, values := d.match(req.URL.Path)
	if item == nil {
		return call, nil, fmt.Errorf("the description has no such path")
	}
	op := item.GetOperation(req.Method)
	if op == nil {
		return call, nil, fmt.Errorf("the description has no such method here")
	}
	return req.Method + " " + path, &openapi3filter.RequestValidationInput{
		Request: req, PathParams: values, Options: options,
		Route: &routers.Route{Spec: d.doc, Path: path, PathItem: item, Method: req.Method, Operation: op},
	}, nil
}

// Call names the operation of a request as the findings do, or "" when the
// description has none.
func (d *Doc) Call(req *http.Request) string {
	call, in, _ := d.input(req)
	if in == nil {
		return ""
	}
	return call
}

// match prefers the path with the fewest values.
func (d *Doc) match(path string) (best string, item *openapi3.PathItem, values map[string]string) {
	got := strings.Split(strings.Trim(path, "/"), "/")
	for pattern, candidate := range d.doc.Paths.Map() {
		v, ok := matchPath(strings.Split(strings.Trim(pattern, "/"), "/"), got)
		if ok && (item == nil || len(v) < len(values)) {
			best, item, values = pattern, candidate, v
		}
	}
	return best, item, values
}

func matchPath(want, got []string) (map[string]string, bool) {
	if len(want) != len(got) {
		return nil, false
	}
	values := map[string]string{}
	for i, seg := range want {
		if name, ok := strings.CutPrefix(seg, "{"); ok {
			values[strings.TrimSuffix(name, "}")] = got[i]
		} else if seg != got[i] {
			return nil, false
		}
	}
	return values, true
}
