package sandbox

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"time"
)

// activeFault is a fault with its count of matching requests and strikes.
type activeFault struct {
	Fault
	seen, struck int
}

// plan is what happens to one request.
type plan struct {
	delay         time.Duration
	delayed       []string
	before, after *Fault
}

// SetFaults replaces the faults in force; without arguments there are none.
// Their counts start anew.
func (s *Server) SetFaults(faults ...Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = nil
	for _, f := range faults {
		s.faults = append(s.faults, &activeFault{Fault: f})
	}
}

// AddFaults puts more faults in force beside those that are.
func (s *Server) AddFaults(faults ...Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, f := range faults {
		s.faults = append(s.faults, &activeFault{Fault: f})
	}
}

// draw decides the faults of a request: delays add up, and the first other
// fault that strikes wins.
func (s *Server) draw(c *call, rt *route) plan {
	var p plan
	for _, f := range s.faults {
		if !f.aims(c, rt) || (f.Kind != Latency && (p.before != nil || p.after != nil)) || !f.strikes(s.dice.Float64) {
			continue
		}
		switch {
		case f.Kind == Latency:
			p.delay += f.Delay
			p.delayed = append(p.delayed, f.kindString())
		case f.After:
			p.after = &f.Fault
		default:
			p.before = &f.Fault
		}
	}
	return p
}

func (f *activeFault) aims(c *call, rt *route) bool {
	switch f.Op {
	case "*", c.op:
		return true
	case groupReads:
		return rt != nil && !rt.write
	case groupWrites:
		return rt != nil && rt.write
	}
	return c.op == "manage" && f.Op == c.manageOp()
}

func (f *activeFault) strikes(dice func() float64) bool {
	f.seen++
	n := f.seen - f.Skip
	switch {
	case n < 1, f.Times > 0 && f.struck >= f.Times, f.Every > 1 && n%f.Every != 0,
		f.Probability > 0 && dice() >= f.Probability:
		return false
	}
	f.struck++
	return true
}

// manageOp is the name of the action that a manage request asks for.
func (c *call) manageOp() string {
	var b struct {
		MessageType string `json:"message_type"`
	}
	if json.Unmarshal(c.body, &b) == nil {
		if op, ok := manageOps[b.MessageType]; ok {
			return op
		}
	}
	return "manage"
}

func (p plan) names() string {
	names := p.delayed
	for _, f := range []*Fault{p.before, p.after} {
		if f != nil {
			names = append(names, f.kindString())
		}
	}
	return strings.Join(names, ",")
}

// wait sleeps off the plan's delay and reports whether the client still waits.
func (p plan) wait(ctx context.Context) bool {
	if p.delay <= 0 {
		return true
	}
	t := time.NewTimer(p.delay)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// hang blocks until the client gives up, at most five minutes.
func hang(ctx context.Context) {
	const limit = 5 * time.Minute
	plan{delay: limit}.wait(ctx)
}

// interfere acts on a fault that strikes instead of the operation.
func (s *Server) interfere(w http.ResponseWriter, r *http.Request, f *Fault, e Entry) {
	ans := s.faultAnswer(f, r, e.RequestID)
	e.Status = ans.status
	s.record(e)
	s.deliver(w, r, f, ans, e.RequestID)
}

// spoil acts on a fault that strikes after the operation was answered.
func (s *Server) spoil(w http.ResponseWriter, r *http.Request, f *Fault, ans answer, e Entry) {
	if f.Kind != CutBody {
		ans = s.faultAnswer(f, r, e.RequestID)
	}
	e.Status = ans.status
	s.record(e)
	s.deliver(w, r, f, ans, e.RequestID)
}

func (s *Server) deliver(w http.ResponseWriter, r *http.Request, f *Fault, ans answer, id string) {
	switch f.Kind {
	case Hang:
		hang(r.Context())
		panic(http.ErrAbortHandler)
	case Cut:
		panic(http.ErrAbortHandler)
	case CutBody:
		s.head(w, ans, id)
		if _, err := w.Write(ans.body[:len(ans.body)/2]); err == nil {
			_ = http.NewResponseController(w).Flush() // a recorder cannot flush, and need not
		}
		panic(http.ErrAbortHandler)
	case HTML403:
		s.write(w, ans, "") // the load balancer knows no request ids
	default:
		s.write(w, ans, id)
	}
}

// faultAnswer is the response of a fault; its status is 0 when there is none.
func (s *Server) faultAnswer(f *Fault, r *http.Request, id string) answer {
	switch f.Kind {
	case Hang, Cut:
		return answer{}
	case HTML403:
		return answer{status: http.StatusForbidden, contentType: "text/html", body: []byte(edgePage)}
	case Plan403:
		return errorAnswer(failuref(http.StatusForbidden, "api_plan_restricted", "Active subscription needed."), id)
	case Redirect:
		target := f.Target
		if target == "" {
			target = "https://elsewhere.invalid" + r.URL.RequestURI()
		}
		return answer{status: http.StatusTemporaryRedirect, contentType: "text/html", header: http.Header{"Location": {target}}}
	case Status:
		if f.Status == http.StatusTooManyRequests {
			return s.exhausted(id)
		}
	default:
	}
	return errorAnswer(statusError(f.Status), id)
}

// exhausted is a 429 with headers that say the window is spent.
func (s *Server) exhausted(id string) answer {
	s.mu.Lock()
	defer s.mu.Unlock()
	l := limiter{limit: s.limiter.limit}
	if l.limit < 0 {
		l.limit = DefaultRateLimit
	}
	l.take(s.opts.Now())
	l.used = l.limit
	ans := errorAnswer(l.exceeded(), id)
	l.header(ans.header)
	return ans
}

const edgePage = "<html>\r\n<head><title>403 Forbidden</title></head>\r\n<body>\r\n" +
	"<center><h1>403 Forbidden</h1></center>\r\n<hr><center>awselb/2.0</center>\r\n</body>\r\n</html>\r\n"
