package webhook_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"parley/api/webhook"
)

const key = "the client secret"

var now = time.Date(2026, 3, 3, 10, 0, 0, 0, time.UTC)

func notification(id, topic, item string, at time.Time) string {
	return fmt.Sprintf(`{"type":"notification_event","app_id":"hg4k2ws1","id":%q,"topic":%q,"created_at":%d,"delivery_attempts":1,
		"data":{"type":"notification_event_data","item":%s}}`, id, topic, at.Unix(), item)
}

type rig struct {
	h *webhook.Handler

	mu   sync.Mutex
	got  []webhook.Notification
	said []string
}

func newRig(t testing.TB) *rig {
	t.Helper()
	r := &rig{}
	var err error
	r.h, err = webhook.New(webhook.Options{
		Secret: key, AppID: "hg4k2ws1", Now: func() time.Time { return now },
		Notify: func(n webhook.Notification) { r.got = append(r.got, n) },
		Refused: func(_, why string) {
			r.mu.Lock()
			defer r.mu.Unlock()
			r.said = append(r.said, why)
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func (r *rig) post(body string, change func(*http.Request)) *httptest.ResponseRecorder {
	req := httptest.NewRequest(http.MethodPost, "/intercom", strings.NewReader(body))
	req.Header.Set("Content-Type", "application/json; charset=utf-8")
	req.Header.Set(webhook.SignatureHeader, webhook.Sign(key, []byte(body)))
	if change != nil {
		change(req)
	}
	w := httptest.NewRecorder()
	r.h.ServeHTTP(w, req)
	return w
}

func TestTaken(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ body, conversation string }{
		"a conversation":       {notification("notif_1", "conversation.user.replied", `{"type":"conversation","id":"215470283253027"}`, now.Add(-time.Minute)), "215470283253027"},
		"an id as number":      {notification("notif_1", "conversation.admin.closed", `{"type":"conversation","id":215470283253027}`, now), "215470283253027"},
		"a part":               {notification("notif_1", "conversation_part.redacted", `{"type":"conversation_part","id":"9","conversation_id":"77"}`, now), "77"},
		"one that was deleted": {notification("notif_1", "conversation.deleted", `{"type":"conversation","conversation_id":"78"}`, now), "78"},
		"somebody joined":      {notification("notif_1", "conversation.contact.attached", `{"conversation":{"model":{"id":1886}},"contact":{"type":"contact","id":"66aa"}}`, now), "1886"},
		"a contact":            {notification("notif_1", "contact.user.created", `{"type":"contact","id":"66aa"}`, now), ""},
		"no id of ours":        {notification("notif_1", "conversation.user.replied", `{"type":"conversation","id":"../../admins"}`, now), ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			if w := r.post(c.body, nil); w.Code != http.StatusOK || len(r.got) != 1 || string(r.got[0].Conversation) != c.conversation || len(r.said) != 0 {
				t.Errorf("%d, %+v, %q", w.Code, r.got, r.said)
			}
			if w := r.post(c.body, nil); w.Code != http.StatusOK || len(r.got) != 1 || len(r.said) != 1 || r.said[0] != "it came before" {
				t.Errorf("again: %d, %+v, %q", w.Code, r.got, r.said)
			}
		})
	}
}

func TestAnybodyThere(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	if w := r.post("", func(q *http.Request) { q.Method = http.MethodHead }); w.Code != http.StatusOK {
		t.Errorf("HEAD: %d", w.Code)
	}
	if w := r.post(notification("n", "ping", `{"type":"ping"}`, now), nil); w.Code != http.StatusOK || len(r.got) != 0 {
		t.Errorf("ping: %d, %+v", w.Code, r.got)
	}
}

func TestRefused(t *testing.T) {
	t.Parallel()
	good := notification("notif_1", "conversation.user.replied", `{"type":"conversation","id":"1"}`, now)
	for name, c := range map[string]struct {
		body   string
		change func(*http.Request)
		status int
		why    string
	}{
		"forged": {good, func(q *http.Request) { q.Header.Set(webhook.SignatureHeader, webhook.Sign("another", []byte(good))) }, 401, "signature"},
		"changed": {strings.Replace(good, `"id":"1"`, `"id":"2"`, 1), func(q *http.Request) {
			q.Header.Set(webhook.SignatureHeader, webhook.Sign(key, []byte(good)))
		}, 401, "signature"},
		"not signed":     {good, func(q *http.Request) { q.Header.Del(webhook.SignatureHeader) }, 401, "not signed"},
		"another hash":   {good, func(q *http.Request) { q.Header.Set(webhook.SignatureHeader, "sha256=00") }, 401, "not signed"},
		"another path":   {good, func(q *http.Request) { q.URL.Path = "/" }, 404, "path"},
		"a GET":          {good, func(q *http.Request) { q.Method = http.MethodGet }, 405, "GET"},
		"another type":   {good, func(q *http.Request) { q.Header.Set("Content-Type", "text/plain") }, 415, "JSON"},
		"too large":      {strings.Repeat(" ", 5<<20), nil, 413, "too large"},
		"no JSON":        {"{", nil, 400, "cannot be read"},
		"something else": {`{"type":"x"}`, nil, 400, "no notification"},
		"old":            {notification("n", "t", `{}`, now.Add(-time.Hour)), nil, 403, "another time"},
		"of tomorrow":    {notification("n", "t", `{}`, now.Add(time.Hour)), nil, 403, "another time"},
		"of others":      {strings.Replace(good, "hg4k2ws1", "other", 1), nil, 403, "another workspace"},
		"without an id":  {notification("", "t", `{}`, now), nil, 400, "no id"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			w := r.post(c.body, c.change)
			if w.Code != c.status || len(r.got) != 0 || len(r.said) != 1 || !strings.Contains(r.said[0], c.why) || w.Body.Len() != 0 {
				t.Errorf("%d %q, %+v, %q; want %d because of %q", w.Code, w.Body, r.got, r.said, c.status, c.why)
			}
		})
	}
}

func FuzzBody(f *testing.F) {
	f.Add(notification("notif_1", "conversation.user.replied", `{"type":"conversation","id":"1"}`, now))
	f.Add(`{"type":"notification_event","topic":"x","id":"1","created_at":"soon","data":[]}`)
	f.Fuzz(func(t *testing.T, body string) {
		r := newRig(t)
		r.post(body, nil)
		for _, n := range r.got {
			if n.ID == "" || n.Topic == "" || strings.Trim(string(n.Conversation), "0123456789") != "" {
				t.Errorf("%+v", n)
			}
		}
	})
}
