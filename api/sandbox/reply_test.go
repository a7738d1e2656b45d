package sandbox

import (
	"encoding/base64"
	"maps"
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestReplyBodies(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, sent, stored string }{
		{"plain text gets a paragraph", "Hello", "<p>Hello</p>"},
		{"inline markup too", "Hello <b>you</b>", "<p>Hello <b>you</b></p>"},
		{"a stray angle bracket survives", "a < b & c", "<p>a &lt; b &amp; c</p>"},
		{"paragraphs stay", "<p>One</p><p>Two<br>lines</p>", "<p>One</p><p>Two<br>lines</p>"},
		{"document tags go", "<html><body><h2>List</h2><ul><li>Tea</li></ul></body></html>", "<h2>List</h2><ul><li>Tea</li></ul>"},
		{"scripts go", "<p>Hi</p><script>alert(1)</script>", "<p>Hi</p>"},
		{"links are kept", `<a href="https://example.com/?a=1&amp;b=2">x</a>`, `<p><a href="https://example.com/?a=1&amp;b=2" rel="nofollow noopener" target="_blank">x</a></p>`},
	}
	f := newFixture(t, Options{})
	for _, tt := range tests {
		c := f.reply("refund-4411", adminSays("note", tt.sent))
		if got := dig(lastPart(c, "note"), "body"); got != tt.stored {
			t.Errorf("%s: %q came back as %q, want %q", tt.name, tt.sent, got, tt.stored)
		}
	}
}

func TestReplyErrors(t *testing.T) {
	t.Parallel()
	me := func(extra object) object {
		b := adminSays("comment", "Hi")
		maps.Copy(b, extra)
		return b
	}
	contact := func(extra object) object {
		b := object{"message_type": "comment", "type": "user", "body": "Hi"}
		maps.Copy(b, extra)
		return b
	}
	f := newFixture(t, Options{})
	conv := f.id("refund-4411")
	big := make([]string, 11)
	for i := range big {
		big[i] = "https://example.com/a.png"
	}
	tests := []struct {
		name, conv string
		body       any
		status     int
		code       string
	}{
		{"no such conversation", "1", me(nil), 404, "not_found"},
		{"no body at all", conv, nil, 400, "parameter_missing"},
		{"broken JSON", conv, `{"type":`, 400, "bad_request"},
		{"wrong type of a field", conv, me(object{"body": 7}), 400, "type_mismatch"},
		{"id that is neither string nor number", conv, me(object{"admin_id": []int{1}}), 400, "type_mismatch"},
		{"no type", conv, object{"message_type": "note", "body": "x"}, 400, "parameter_not_found"},
		{"unknown type", conv, me(object{"type": "bot"}), 400, "parameter_invalid"},
		{"no admin", conv, me(object{"admin_id": nil}), 400, "parameter_not_found"},
		{"unknown admin", conv, me(object{"admin_id": "5"}), 404, "admin_not_found"},
		{"admin without a seat", conv, me(object{"admin_id": f.adminID("rosa")}), 403, "action_forbidden"},
		{"the Operator", conv, me(object{"admin_id": f.adminID("operator")}), 405, "unsupported"},
		{"empty body", conv, me(object{"body": "  "}), 400, "parameter_not_found"},
		{"a script is an empty body", conv, me(object{"body": "<script>x</script>"}), 400, "parameter_not_found"},
		{"unknown message type", conv, me(object{"message_type": "shout"}), 400, "parameter_invalid"},
		{"quick reply before 2.14", conv, me(object{"message_type": "quick_reply"}), 400, "parameter_invalid"},
		{"eleven URLs", conv, me(object{"attachment_urls": big}), 400, "parameter_invalid"},
		{"not a URL", conv, me(object{"attachment_urls": []string{"ftp://x"}}), 400, "parameter_invalid"},
		{"not base64", conv, me(object{"attachment_files": []object{{"name": "a", "content_type": "text/plain", "data": "%%%"}}}), 400, "parameter_invalid"},
		{"file without name", conv, me(object{"attachment_files": []object{{"content_type": "text/plain", "data": "eA=="}}}), 400, "parameter_invalid"},
		{"note by a contact", conv, contact(object{"message_type": "note", "user_id": "u-1001"}), 400, "parameter_invalid"},
		{"no selector", conv, contact(nil), 400, "parameter_invalid"},
		{"two selectors", conv, contact(object{"user_id": "u-1001", "email": "ada.obi@example.com"}), 400, "parameter_invalid"},
		{"unknown contact", conv, contact(object{"user_id": "u-0"}), 404, "not_found"},
		{"deleted contact", f.id("deleted-contact"), contact(object{"intercom_user_id": f.contactID("gone")}), 404, "not_found"},
		{"two contacts with that email", f.id("castellane-twin"), contact(object{"email": "robin@castellane.example"}), 409, "conflict"},
		{"somebody else's conversation", conv, contact(object{"user_id": "u-1002"}), 400, "parameter_invalid"},
		{"last without any conversation", "last", contact(object{"intercom_user_id": f.contactID("yael")}), 200, ""},
		{"last, but never wrote", "last", contact(object{"user_id": "u-1035"}), 400, "parameter_invalid"},
	}
	for _, tt := range tests {
		before := len(f.ws.conversation(conv).parts)
		res := f.do("POST", "/conversations/"+tt.conv+"/reply", tt.body)
		if tt.status == http.StatusOK {
			res.want(t, tt.status)
			continue
		}
		t.Log(tt.name)
		res.wantError(t, tt.status, tt.code)
		j := f.Journal()
		if e := j[len(j)-1]; e.Applied || e.Status != tt.status || len(f.ws.conversation(conv).parts) != before {
			t.Errorf("%s: applied %v, status %d in the journal", tt.name, e.Applied, e.Status)
		}
	}
}

func TestReplySelectors(t *testing.T) {
	t.Parallel()
	f := newFixture(t, Options{})
	for field, value := range map[string]string{
		"intercom_user_id": f.contactID("ada"), "user_id": "u-1001", "email": "Ada.Obi@example.com",
	} {
		c := f.reply("refund-4411", object{"message_type": "comment", "type": "user", field: value, "body": field})
		p := lastPart(c, "comment")
		if dig(p, "author", "type") != "user" || dig(p, "author", "name") != "Ada Obi" || dig(p, "body") != "<p>"+field+"</p>" {
			t.Errorf("by %s: part %v", field, p)
		}
		if c["read"] != false {
			t.Errorf("by %s: still read after the contact wrote", field)
		}
	}
	f.clock.Advance(time.Minute)
	last := f.do("POST", "/conversations/last/reply", object{"message_type": "comment", "type": "user", "user_id": "u-1001", "body": "x"}).want(t, http.StatusOK)
	if last["id"] != f.id("refund-4411") {
		t.Errorf("last of that contact is %v", last["id"])
	}
	if newest := f.do("POST", "/conversations/last/reply", adminSays("note", "x")).want(t, http.StatusOK); newest["id"] != last["id"] {
		t.Errorf("last of the workspace is %v, want the one just changed", newest["id"])
	}
}

func TestReplyBackdated(t *testing.T) {
	t.Parallel()
	f := newFixture(t, Options{})
	past := noon.Add(-10 * time.Minute).Unix()
	ada := object{"message_type": "comment", "type": "user", "user_id": "u-1001", "body": "x", "created_at": past}
	if got := dig(lastPart(f.reply("refund-4411", ada), "comment"), "created_at"); got != float64(noon.Unix()) {
		t.Errorf("2.9 back-dated a contact's reply to %v", got)
	}
	if got := dig(lastPart(f.at("2.11").reply("refund-4411", ada), "comment"), "created_at"); got != float64(past) {
		t.Errorf("2.11 put a contact's reply at %v, want %d", got, past)
	}
	note := adminSays("note", "x")
	note["created_at"] = past
	if got := dig(lastPart(f.reply("refund-4411", note), "note"), "created_at"); got != float64(past) {
		t.Errorf("a note was put at %v, want %d", got, past)
	}
}

func TestQuickReplies(t *testing.T) {
	t.Parallel()
	f := newFixture(t, Options{}).at("2.14")
	body := adminSays("quick_reply", "Which one?")
	body["reply_options"] = []object{{"text": "Sprout", "uuid": "22d6d1f4-1a19-41d0-94c2-e54031f78aca"}}
	p := lastPart(f.reply("refund-4411", body), "quick_reply")
	if dig(p, "metadata", "quick_reply_options", 0, "text") != "Sprout" {
		t.Errorf("part %v lacks its options", p)
	}
	// The vendor's example sends this without a body, against its own schema.
	click := f.send(f.request("POST", "/conversations/"+f.id("refund-4411")+"/reply",
		`{"message_type":"quick_reply","type":"user","user_id":"u-1001","reply_options":[{"text":"Sprout","uuid":"22d6d1f4-1a19-41d0-94c2-e54031f78aca"}]}`), false)
	if click.StatusCode != http.StatusOK {
		t.Errorf("a contact's click gave %d: %.200s", click.StatusCode, click.raw)
	}
}

func TestAttachments(t *testing.T) {
	t.Parallel()
	f := newFixture(t, Options{})
	body := adminSays("comment", "See these")
	body["attachment_urls"] = []string{"https://example.com/pics/pot.png", "https://example.com/manual.pdf"}
	body["attachment_files"] = []object{{"name": "log.txt", "content_type": "text/plain", "data": base64.StdEncoding.EncodeToString([]byte("pump ok\n"))}}
	p := lastPart(f.reply("refund-4411", body), "comment")
	as := list(p, "attachments")
	if len(as) != 3 {
		t.Fatalf("%d attachments, want 3", len(as))
	}
	if dig(as[0], "name") != "pot.png" || dig(as[0], "width") == nil || dig(as[2], "filesize") != 8.0 || dig(as[2], "type") != "upload" {
		t.Errorf("attachments %v", as)
	}
	address := text(as[2], "url")
	_, file, ok := strings.Cut(address, "/attachments/")
	if !ok {
		t.Fatalf("the attachment is at %q", address)
	}
	path := "/attachments/" + file
	f.header.Set("Authorization", "")
	if res := f.do("GET", path, nil); res.StatusCode != http.StatusOK || string(res.raw) != "pump ok\n" ||
		res.Header.Get("Content-Type") != "text/plain" || res.Header.Get("X-RateLimit-Limit") != "" {
		t.Errorf("the file came back as %d %q, %v", res.StatusCode, res.raw, res.Header)
	}
	for name, tt := range map[string]struct {
		path   string
		token  string
		wait   time.Duration
		status int
	}{
		"with the token":  {path, "Bearer " + DefaultToken, 0, http.StatusBadRequest},
		"wrong signature": {strings.Replace(path, "signature=", "signature=0", 1), "", 0, http.StatusForbidden},
		"unknown file":    {"/attachments/none/x?expires=1&signature=2", "", 0, http.StatusNotFound},
		"after an hour":   {path, "", time.Hour, http.StatusForbidden},
	} {
		f.header.Set("Authorization", tt.token)
		f.clock.Advance(tt.wait)
		if res := f.do("GET", tt.path, nil); res.StatusCode != tt.status {
			t.Errorf("%s: status %d, want %d", name, res.StatusCode, tt.status)
		}
		f.clock.Advance(-tt.wait)
	}
}

func TestInlineImagesAreSigned(t *testing.T) {
	t.Parallel()
	f := newFixture(t, Options{BaseURL: "https://cdn.test"})
	c := f.do("GET", "/conversations/"+f.id("harvest-photos"), nil).want(t, http.StatusOK)
	body := text(c, "source", "body")
	if !strings.Contains(body, `src="https://cdn.test/attachments/`) || !strings.Contains(body, "&amp;req=") {
		t.Errorf("no signed, escaped image address in %q", body)
	}
}
