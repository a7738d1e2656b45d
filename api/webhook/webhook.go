// Package webhook receives what Intercom tells by itself: signed
// notifications that something changed. It believes none of their content but
// the id of the conversation: what changed is read from the API. It keeps
// nothing, and calls nobody.
package webhook

import (
	"bytes"
	"cmp"
	"crypto/hmac"
	"crypto/sha1" //nolint:gosec // Intercom signs with it; HMAC does not rest on what is broken of it
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"time"

	"parley/api"
)

// SignatureHeader carries "sha1=" and the HMAC of the raw body with the app's
// client secret, in hexadecimal.
const SignatureHeader = "X-Hub-Signature"

const (
	// maxBody is how large a notification may be, in bytes: a conversation with
	// its 500 parts.
	maxBody = 4 << 20
	// maxBodies is how much memory all bodies that are being read may take, in
	// bytes. Who sends them is not known before they are read: the signature is
	// over the whole of it. So a body is read only where everything else is
	// right, in the room that its length asks for, and one source gets half of
	// the room. Others are told to come again, which Intercom does after a
	// minute; what it gives up on is found by the search.
	maxBodies = 4 * maxBody
	// window is how far the time of a notification may be from now. Intercom
	// delivers again after a minute, and calls them late by minutes.
	window = 15 * time.Minute
	// maxSeen is how many ids are remembered. Beyond it nothing is taken: what
	// cannot be told from a replay is none of ours.
	maxSeen = 20_000
)

// Notification is a change that Intercom tells of.
type Notification struct {
	ID           string
	Topic        string // such as conversation.user.replied
	Conversation api.ID // "" where it is about something else
}

// Options say what a Handler accepts. Secret, Now and Notify are needed.
type Options struct {
	Secret string // the client secret of the app
	Path   string // "" is /intercom
	AppID  string // the workspace's; "" accepts every one that is signed
	Now    func() time.Time
	// Notify gets each notification once. It must not wait: Intercom expects an
	// answer within seconds.
	Notify func(Notification)
	// Refused hears why a request was not taken; nil is nobody.
	Refused func(remote, why string)
}

// Handler receives notifications. It is safe for concurrent use.
type Handler struct {
	o      Options
	bodies places

	mu   sync.Mutex
	seen map[string]time.Time // ids that were taken, until they are too old to come again
}

// New returns a handler.
func New(o Options) (*Handler, error) {
	if o.Secret == "" || o.Now == nil || o.Notify == nil {
		return nil, errors.New("webhooks need the client secret of the app, a clock and somebody to tell")
	}
	if o.Path == "" {
		o.Path = "/intercom"
	}
	if o.Refused == nil {
		o.Refused = func(string, string) {}
	}
	return &Handler{o: o, bodies: places{all: maxBodies}, seen: map[string]time.Time{}}, nil
}

// Sign returns what SignatureHeader holds for a body.
func Sign(secret string, body []byte) string {
	m := hmac.New(sha1.New, []byte(secret))
	_, _ = m.Write(body) // never fails, by its documentation
	return "sha1=" + hex.EncodeToString(m.Sum(nil))
}

// ServeHTTP takes a notification, or answers with a status and nothing else.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	status, why := h.take(w, r)
	if why != "" {
		h.o.Refused(r.RemoteAddr, why)
	}
	w.WriteHeader(status)
}

func (h *Handler) take(w http.ResponseWriter, r *http.Request) (status int, why string) {
	switch {
	case r.URL.Path != h.o.Path:
		return http.StatusNotFound, "another path"
	case r.Method == http.MethodHead: // Intercom looks whether anybody is there
		return http.StatusOK, ""
	case r.Method != http.MethodPost:
		return http.StatusMethodNotAllowed, "the method " + r.Method
	}
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/json" {
		return http.StatusUnsupportedMediaType, "it is not JSON by its type"
	}
	signature := strings.ToLower(r.Header.Get(SignatureHeader))
	if !signed.MatchString(signature) {
		return http.StatusUnauthorized, "it is not signed"
	}
	length := r.ContentLength
	if length < 0 { // it is not said
		length = maxBody
	}
	if length > maxBody {
		return http.StatusRequestEntityTooLarge, tooLarge
	}
	give, ok := h.bodies.take(source(r.RemoteAddr), length)
	if !ok {
		return http.StatusServiceUnavailable, "too much at once"
	}
	defer give()
	body := bytes.NewBuffer(make([]byte, 0, length+bytes.MinRead))
	if _, err := body.ReadFrom(http.MaxBytesReader(w, r.Body, maxBody)); err != nil {
		return http.StatusRequestEntityTooLarge, tooLarge
	}
	if !hmac.Equal([]byte(signature), []byte(Sign(h.o.Secret, body.Bytes()))) {
		return http.StatusUnauthorized, "the signature is not of this app's secret"
	}
	return h.read(body.Bytes())
}

// Repeated is why a notification that is signed and came before is not taken
// again. Intercom repeats what it thinks was lost.
const Repeated = "it came before"

const tooLarge = "it is too large, or was cut"

// signed is what a signature looks like.
var signed = regexp.MustCompile(`^sha1=[0-9a-f]{40}$`)

// payload is the part of a notification that counts.
type payload struct {
	Type      string              `json:"type"`
	ID        string              `json:"id"`
	AppID     string              `json:"app_id"`
	Topic     string              `json:"topic"`
	CreatedAt api.Time            `json:"created_at"`
	Data      struct{ Item item } `json:"data"`
}

type item struct {
	Type           string `json:"type"`
	ID             api.ID `json:"id"`
	ConversationID api.ID `json:"conversation_id"` // of parts, and of conversations that were deleted
	Conversation   struct {
		Model struct {
			ID api.ID `json:"id"`
		} `json:"model"`
	} `json:"conversation"` // of people who join or leave
}

var digits = regexp.MustCompile(`^[0-9]{1,20}$`)

// read takes what is signed.
func (h *Handler) read(body []byte) (status int, why string) {
	var p payload
	if err := json.Unmarshal(body, &p); err != nil {
		return http.StatusBadRequest, "it cannot be read"
	}
	switch age := h.o.Now().Sub(p.CreatedAt.Time); {
	case p.Type != "notification_event" || p.Topic == "":
		return http.StatusBadRequest, "it is no notification"
	case p.Topic == "ping":
		return http.StatusOK, ""
	case h.o.AppID != "" && p.AppID != h.o.AppID:
		return http.StatusForbidden, "it is of another workspace"
	case p.ID == "" || len(p.ID) > 200:
		return http.StatusBadRequest, "it has no id"
	case p.CreatedAt.IsZero() || age > window || age < -window:
		return http.StatusForbidden, fmt.Sprintf("it is of another time (%s)", age.Round(time.Second))
	}
	if why := h.first(p.ID); why != "" {
		return http.StatusOK, why // so that Intercom does not send it once more
	}
	h.o.Notify(Notification{ID: p.ID, Topic: p.Topic, Conversation: p.conversation()})
	return http.StatusOK, ""
}

// conversation is the one that changed.
func (p *payload) conversation() api.ID {
	item := p.Data.Item
	id := cmp.Or(item.ConversationID, item.Conversation.Model.ID)
	if item.Type == "conversation" {
		id = cmp.Or(item.ID, id)
	}
	if !digits.MatchString(string(id)) {
		return ""
	}
	return id
}

// first remembers an id, or says that it was there before.
func (h *Handler) first(id string) (why string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	now := h.o.Now()
	if _, again := h.seen[id]; again {
		return Repeated
	}
	if len(h.seen) >= maxSeen {
		for old, at := range h.seen {
			if now.Sub(at) > 2*window {
				delete(h.seen, old)
			}
		}
		if len(h.seen) >= maxSeen {
			return "too many at once"
		}
	}
	h.seen[id] = now
	return ""
}
