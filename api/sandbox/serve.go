package sandbox

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// maxBody is more than ten attachments need in base64.
const maxBody = 64 << 20

// call is one request on its way through a handler, under the server's lock.
type call struct {
	w       *workspace
	r       *http.Request
	op      string
	values  map[string]string
	body    []byte
	v       version
	now     int64
	enc     encoder
	applied bool // the handler changed state
	part    string
}

// ServeHTTP answers one request as Intercom would, faults included.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		// The client went away or sent too much; there is nobody to serve.
		http.Error(w, "request body unreadable", http.StatusRequestEntityTooLarge)
		return
	}
	rt, values := match(r.Method, r.URL.Path)
	c := &call{r: r, body: body, values: values}
	switch {
	case rt != nil:
		c.op = rt.op
	case isAttachment(r):
		c.op = attachmentOp
	}

	s.mu.Lock()
	now := s.opts.Now()
	id := s.requestID()
	plan := s.draw(c, rt)
	s.mu.Unlock()

	entry := s.entry(c, id, now, plan.names())
	if !plan.wait(r.Context()) {
		s.record(entry) // the client gave up first
		return
	}
	if plan.before != nil {
		s.interfere(w, r, plan.before, entry)
		return
	}
	ans := s.answer(rt, c, id)
	entry.Status, entry.Applied, entry.Part = ans.status, c.applied, c.part
	if plan.after != nil {
		s.spoil(w, r, plan.after, ans, entry)
		return
	}
	s.record(entry)
	s.write(w, ans, id)
}

// answer runs the request against the workspace.
func (s *Server) answer(rt *route, c *call, id string) answer {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.opts.Now()
	defer s.collect()
	s.ws.fireTimers(now.Unix())
	c.w, c.now = s.ws, now.Unix()
	c.enc = encoder{w: s.ws, base: s.base(c.r), now: c.now, plain: c.r.URL.Query().Get("display_as") == "plaintext"}
	s.seenBase = c.enc.base
	if c.op == attachmentOp {
		return c.serveAttachment()
	}
	authed := false
	v, err := s.admit(rt, c, &authed, now)
	var out any
	if err == nil {
		c.v, c.enc.v = v, v
		out, err = rt.handle(c)
	}
	ans := answer{status: http.StatusOK, contentType: jsonType, header: http.Header{}}
	if err != nil {
		ans = errorAnswer(asAPIError(err), id)
	} else {
		ans.body = encode(out)
	}
	if authed {
		s.limiter.header(ans.header)
		ans.header.Set("Intercom-Version", v.String())
	}
	return ans
}

// admit checks everything that comes before the operation itself.
func (s *Server) admit(rt *route, c *call, authed *bool, now time.Time) (version, error) {
	if err := s.authorise(c.r); err != nil {
		return 0, err
	}
	*authed = true
	v := s.version
	if h := c.r.Header.Get("Intercom-Version"); h != "" {
		var ok bool
		if v, ok = parseVersion(h); !ok {
			return s.version, failuref(http.StatusBadRequest, "intercom_version_invalid",
				"The requested version could not be found")
		}
	}
	if !s.limiter.take(now) {
		return v, s.limiter.exceeded()
	}
	if !acceptsJSON(c.r.Header.Values("Accept")) {
		return v, failuref(http.StatusNotAcceptable, "media_type_not_acceptable",
			"The Accept header should send a media-type of application/json")
	}
	if rt == nil {
		return v, notFound()
	}
	if v < rt.since || (rt.until != 0 && v > rt.until) {
		return v, failuref(http.StatusBadRequest, "intercom_version_invalid",
			"Requested resource is not available in current API version")
	}
	if len(c.body) > 0 && !strings.HasPrefix(c.r.Header.Get("Content-Type"), "application/json") {
		return v, failuref(http.StatusUnsupportedMediaType, "media_type_not_supported",
			"The Content-Type header should be application/json")
	}
	return v, nil
}

func (s *Server) authorise(r *http.Request) error {
	h := r.Header.Get("Authorization")
	scheme, token, _ := strings.Cut(h, " ")
	if strings.EqualFold(scheme, "Bearer") && strings.TrimSpace(token) == s.opts.Token {
		return nil
	}
	return failuref(http.StatusUnauthorized, "unauthorized", "Access Token Invalid")
}

// acceptsJSON reports whether the headers allow application/json. Without any,
// Intercom answers 406.
func acceptsJSON(headers []string) bool {
	for _, h := range headers {
		for accept := range strings.SplitSeq(h, ",") {
			media, _, _ := strings.Cut(strings.TrimSpace(accept), ";")
			switch strings.TrimSpace(media) {
			case "application/json", "application/*", "*/*":
				return true
			}
		}
	}
	return false
}

func (s *Server) write(w http.ResponseWriter, a answer, id string) {
	s.head(w, a, id)
	if _, err := w.Write(a.body); err != nil {
		return // the client went away; the journal has the entry
	}
}

func (s *Server) head(w http.ResponseWriter, a answer, id string) {
	h := w.Header()
	maps.Copy(h, a.header)
	h.Set("Content-Type", a.contentType)
	h.Set("Content-Length", strconv.Itoa(len(a.body)))
	h.Set("Date", s.opts.Now().UTC().Format(http.TimeFormat))
	if id != "" {
		h.Set("X-Request-Id", id)
	}
	w.WriteHeader(a.status)
}

func (s *Server) base(r *http.Request) string {
	if s.opts.BaseURL != "" {
		return s.opts.BaseURL
	}
	scheme := "http"
	if r.TLS != nil {
		scheme = "https"
	}
	return scheme + "://" + r.Host
}

// requestID is a random-looking UUID that the seed determines.
func (s *Server) requestID() string {
	a, b := s.ids.Uint64(), s.ids.Uint64()
	return fmt.Sprintf("%08x-%04x-4%03x-%04x-%012x",
		uint32(a>>32), uint16(a>>16), uint16(a)&0xfff, uint16(b>>48)&0x3fff|0x8000, b&0xffffffffffff)
}

func asAPIError(err error) *apiError {
	if e, ok := errors.AsType[*apiError](err); ok {
		return e
	}
	return failuref(http.StatusInternalServerError, "server_error", "%s", err.Error())
}

// decode reads the request's JSON body into into.
func (c *call) decode(into any) error {
	if len(c.body) == 0 {
		return failuref(http.StatusBadRequest, "parameter_missing", "request body is required")
	}
	err := json.Unmarshal(c.body, into)
	if err == nil {
		return nil
	}
	if t, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		e := failuref(http.StatusBadRequest, "type_mismatch", "%s must not be a %s", t.Field, t.Value)
		e.field = t.Field
		return e
	}
	if e, ok := errors.AsType[*apiError](err); ok {
		return e
	}
	return failuref(http.StatusBadRequest, "bad_request", "request body is not valid JSON")
}

// flexID is an id that requests may write as a string or as a number.
type flexID string

// UnmarshalJSON accepts "41", 41 and null.
func (f *flexID) UnmarshalJSON(b []byte) error {
	switch {
	case string(b) == "null":
		*f = ""
		return nil
	case len(b) > 0 && b[0] == '"':
		return json.Unmarshal(b, (*string)(f))
	}
	var n json.Number
	if err := json.Unmarshal(b, &n); err != nil {
		return failuref(http.StatusBadRequest, "type_mismatch", "an id must be a string or a number")
	}
	*f = flexID(n.String())
	return nil
}
