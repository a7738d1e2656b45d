package sandbox

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"time"
)

const (
	// hookOp is what faults call a notification.
	hookOp = "webhook"
	// hookTimeout is how long a receiver has to answer, and hookRetry when a
	// notification that failed is sent once more: Intercom's own figures.
	hookTimeout = 5 * time.Second
	hookRetry   = time.Minute
	// swapWait is how long a notification that is to come out of order waits for
	// one to let pass.
	swapWait = 5 * time.Second
	// maxQueue is how many notifications wait to be sent.
	maxQueue = 10_000
	// maxLate is how many wait for their time: those that are sent again.
	maxLate = 1000
)

// Hooks says where notifications of what changes go to. URL and Secret are
// needed.
type Hooks struct {
	URL    string
	Secret string       // they are signed with it, as with the client secret of an app
	Client *http.Client // nil is a usual one
	// Sleep waits for a while, or until ctx ends; nil is by the machine's clock.
	Sleep func(ctx context.Context, d time.Duration) error
}

// Check says why notifications cannot be sent so.
func (o Hooks) Check() error {
	if u, err := url.Parse(o.URL); err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return fmt.Errorf("%q is no address for notifications, such as http://127.0.0.1:8080/intercom", o.URL)
	}
	if o.Secret == "" {
		return errors.New("notifications need a secret to be signed with")
	}
	return nil
}

// delivery is a notification on its way.
type delivery struct {
	id, topic string
	body      object
	fault     Fault
	attempts  int
}

// hooks is the sending side; queue is guarded by the server's lock.
type hooks struct {
	Hooks
	queue []*delivery
	wake  chan struct{}
	gone  bool // the receiver answered 410; only the sending loop looks
	held  *delivery
	late  sync.WaitGroup
	due   chan *delivery
}

// SendHooks posts a signed notification of each change from now on, until ctx
// ends, as Intercom does for what it has a topic for: in their order, with five
// seconds to answer, once more a minute later after a failure, and none any more
// after a 410. The faults of the operation "webhook" strike here. Each attempt
// is in the journal. It can only run once at a time.
func (s *Server) SendHooks(ctx context.Context, o Hooks) error {
	if err := o.Check(); err != nil {
		return err
	}
	if o.Client == nil {
		o.Client = &http.Client{Transport: &http.Transport{}} // of its own, to be closed with it
	}
	defer o.Client.CloseIdleConnections()
	if o.Sleep == nil {
		o.Sleep = func(ctx context.Context, d time.Duration) error {
			plan{delay: d}.wait(ctx)
			return ctx.Err()
		}
	}
	h := &hooks{Hooks: o, wake: make(chan struct{}, 1), due: make(chan *delivery, maxLate)}
	if !s.startHooks(h) {
		return errors.New("notifications are being sent already")
	}
	defer h.late.Wait()
	defer s.stopHooks()
	for {
		select {
		case <-ctx.Done():
			return nil
		case d := <-h.due:
			s.post(ctx, h, d)
		case <-h.wake:
			for _, d := range s.takeHooks(h) {
				s.send(ctx, h, d)
			}
		}
	}
}

func (s *Server) startHooks(h *hooks) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.hooks != nil {
		return false
	}
	s.hooks, s.ws.telling = h, true
	return true
}

func (s *Server) stopHooks() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.hooks, s.ws.telling, s.ws.notices = nil, false, nil
}

func (s *Server) takeHooks(h *hooks) []*delivery {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := h.queue
	h.queue = nil
	return out
}

// send does to a notification what its fault wants.
func (s *Server) send(ctx context.Context, h *hooks, d *delivery) {
	switch d.fault.Kind {
	case Lost:
		s.recordHook(h, d, nil, 0)
		return
	case Latency:
		h.later(ctx, d, d.fault.Delay)
		return
	case Swapped:
		if h.held == nil {
			h.held = d
			h.later(ctx, nil, swapWait) // it comes at last where nothing follows
			return
		}
	default:
	}
	s.post(ctx, h, d)
	if d.fault.Kind == Duplicate {
		s.post(ctx, h, d)
	}
	if held := h.held; held != nil {
		h.held = nil
		s.post(ctx, h, held)
	}
}

// later has a delivery come again after a while; nil is the one that is held.
func (h *hooks) later(ctx context.Context, d *delivery, wait time.Duration) {
	if len(h.due) == cap(h.due) { // far too many fail
		return
	}
	h.late.Go(func() {
		if h.Sleep(ctx, wait) != nil {
			return
		}
		select {
		case h.due <- d:
		case <-ctx.Done():
		}
	})
}

// post makes one attempt, and plans another where it is due.
func (s *Server) post(ctx context.Context, h *hooks, d *delivery) {
	if d == nil {
		d, h.held = h.held, nil
	}
	if d == nil || h.gone {
		return
	}
	d.attempts++
	d.body["delivery_attempts"] = d.attempts
	body := encode(d.body)
	status := h.attempt(ctx, body, d.fault.Kind == Forged)
	s.recordHook(h, d, body, status)
	switch {
	case status >= 200 && status < 300:
	case status == http.StatusGone:
		h.gone = true
	case d.attempts == 1 && d.fault.Kind != Forged: // what is forged comes from somebody else, who gives up
		h.later(ctx, d, hookRetry)
	}
}

// attempt posts a body and returns the status of the answer, 0 where there was
// none in time.
func (h *hooks) attempt(ctx context.Context, body []byte, forged bool) int {
	ctx, cancel := context.WithTimeout(ctx, hookTimeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, h.URL, bytes.NewReader(body))
	if err != nil {
		return 0
	}
	secret := h.Secret
	if forged {
		secret = "guessed, not " + secret
	}
	req.Header.Set("Content-Type", "application/json; charset=utf-8")
	req.Header.Set("Accept", "application/json")
	req.Header.Set("User-Agent", "intercom-parrot-service-client/1.0")
	req.Header.Set("X-Hub-Signature", signature(secret, body))
	resp, err := h.Client.Do(req)
	if err != nil {
		return 0
	}
	_, _ = io.Copy(io.Discard, io.LimitReader(resp.Body, 1<<20)) // what it says does not count
	_ = resp.Body.Close()
	return resp.StatusCode
}

// recordHook puts an attempt into the journal.
func (s *Server) recordHook(h *hooks, d *delivery, body []byte, status int) {
	fault := ""
	if d.fault.Kind != "" {
		fault = d.fault.kindString()
	}
	s.record(Entry{
		Time: s.opts.Now(), Method: http.MethodPost, Path: h.URL, Operation: hookOp, Version: s.version.String(),
		Body: slices.Clone(body), Status: status, Fault: fault, RequestID: d.id,
	})
}
