package api_test

import (
	"testing"

	"parley/api"
)

const optionUUID = "1f2c8a54-8a0e-4b64-9e0a-0d8f8f1c2b3a"

func option(text string) []api.QuickReplyOption {
	return []api.QuickReplyOption{{Text: text, UUID: optionUUID}}
}

func TestReplyWire(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		id      api.ID
		version api.Version
		reply   api.Reply
		body    string
	}{
		{
			"an admin's comment", "12", "2.9",
			api.Reply{As: api.AsAdmin, AdminID: "41", Body: "<p>Hi & bye</p>"},
			`{"message_type":"comment","type":"admin","admin_id":"41","body":"<p>Hi & bye</p>"}`,
		},
		{
			"a note", "12", "2.9",
			api.Reply{As: api.AsNote, AdminID: "41", Body: "<p>Checked the log.</p>"},
			`{"message_type":"note","type":"admin","admin_id":"41","body":"<p>Checked the log.</p>"}`,
		},
		{
			"a contact by Intercom id, to last", api.Last, "2.9",
			api.Reply{As: api.AsContact, IntercomUserID: "6657ab2f6abd0164c24b0d64", Body: "Thanks"},
			`{"message_type":"comment","type":"user","intercom_user_id":"6657ab2f6abd0164c24b0d64","body":"Thanks"}`,
		},
		{
			"a contact by address", "12", "2.9",
			api.Reply{As: api.AsContact, Email: "ada@example.com", Body: "Thanks"},
			`{"message_type":"comment","type":"user","email":"ada@example.com","body":"Thanks"}`,
		},
		{
			"a contact by the workspace's id, back-dated", "12", "2.11",
			api.Reply{As: api.AsContact, UserID: "u-7", Body: "Thanks", CreatedAt: api.UnixTime(1590000000)},
			`{"message_type":"comment","type":"user","user_id":"u-7","body":"Thanks","created_at":1590000000}`,
		},
		{
			"an admin, back-dated, with attachments", "12", "2.9",
			api.Reply{
				As: api.AsAdmin, AdminID: "41", Body: "<p>See</p>", CreatedAt: api.UnixTime(1590000000),
				AttachmentURLs:  []string{"https://example.com/a.png"},
				AttachmentFiles: []api.File{{ContentType: "text/plain", Name: "n.txt", Data: []byte("hello")}},
			},
			`{"message_type":"comment","type":"admin","admin_id":"41","body":"<p>See</p>","created_at":1590000000,
			  "attachment_urls":["https://example.com/a.png"],
			  "attachment_files":[{"content_type":"text/plain","name":"n.txt","data":"aGVsbG8="}]}`,
		},
		{
			"a quick reply", "12", "2.14",
			api.Reply{As: api.AsQuickReply, AdminID: "41", ReplyOptions: option("Yes")},
			`{"message_type":"quick_reply","type":"admin","admin_id":"41","reply_options":[{"text":"Yes","uuid":"` + optionUUID + `"}]}`,
		},
		{
			"a contact takes an option", "12", "2.14",
			api.Reply{As: api.AsContact, IntercomUserID: "c", ReplyOptions: option("Yes")},
			`{"message_type":"quick_reply","type":"user","intercom_user_id":"c","reply_options":[{"text":"Yes","uuid":"` + optionUUID + `"}]}`,
		},
		{
			"a contact takes an option and says so", "12", "2.14",
			api.Reply{As: api.AsContact, IntercomUserID: "c", Body: "Yes", ReplyOptions: option("Yes")},
			`{"message_type":"comment","type":"user","intercom_user_id":"c","body":"Yes","reply_options":[{"text":"Yes","uuid":"` + optionUUID + `"}]}`,
		},
		{
			"silently", "12", "2.15",
			api.Reply{As: api.AsAdmin, AdminID: "41", Body: "Hi", SkipNotifications: true},
			`{"message_type":"comment","type":"admin","admin_id":"41","body":"Hi","skip_notifications":true}`,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := newServer(t, exchange{
				method: "POST", path: "/conversations/" + string(tt.id) + "/reply",
				body: tt.body, version: string(tt.version), answer: minimal,
			})
			got, err := conv(s.client(api.WithVersion(tt.version)).Conversations.Reply(t.Context(), tt.id, tt.reply))
			if err != nil {
				t.Fatal(err)
			}
			if got != whole {
				t.Errorf("got %q", got)
			}
		})
	}
}

func TestReplyRefused(t *testing.T) {
	t.Parallel()
	admin := func(change func(*api.Reply)) api.Reply {
		r := api.Reply{As: api.AsAdmin, AdminID: "41", Body: "<p>Hi</p>"}
		change(&r)
		return r
	}
	contact := func(change func(*api.Reply)) api.Reply {
		r := api.Reply{As: api.AsContact, IntercomUserID: "c", Body: "Hi"}
		change(&r)
		return r
	}
	file := func(change func(*api.File)) func(*api.Reply) {
		f := api.File{ContentType: "image/png", Name: "a.png", Data: []byte{1}}
		change(&f)
		return func(r *api.Reply) {
			r.AttachmentFiles = []api.File{{ContentType: "image/png", Name: "ok.png", Data: []byte{1}}, f}
		}
	}
	tests := []struct {
		name, field string
		version     api.Version
		reply       api.Reply
	}{
		{"nothing at all", "message_type", "2.9", api.Reply{}},
		{"an unknown kind", "message_type", "2.9", admin(func(r *api.Reply) { r.As = "shout" })},
		{"no body", "body", "2.9", admin(func(r *api.Reply) { r.Body = "" })},
		{"an empty paragraph", "body", "2.9", admin(func(r *api.Reply) { r.Body = "<p>&nbsp;\n<br></p>" })},
		{"a body nobody can see", "body", "2.9", admin(func(r *api.Reply) { r.Body = "<p>\u200b\u2060</p>" })},
		{"only attachments", "body", "2.9", admin(func(r *api.Reply) { r.Body, r.AttachmentURLs = "", []string{"https://example.com/a.png"} })},
		{"a contact without a word", "body", "2.9", contact(func(r *api.Reply) { r.Body = " " })},
		{"an admin without id", "admin_id", "2.9", admin(func(r *api.Reply) { r.AdminID = "" })},
		{"a note without id", "admin_id", "2.9", api.Reply{As: api.AsNote, Body: "x"}},
		{"an admin as contact", "intercom_user_id", "2.9", admin(func(r *api.Reply) { r.IntercomUserID = "c" })},
		{"a note as contact", "email", "2.9", admin(func(r *api.Reply) { r.As, r.Email = api.AsNote, "ada@example.com" })},
		{"a quick reply as contact", "user_id", "2.14", admin(func(r *api.Reply) { r.As, r.UserID, r.ReplyOptions = api.AsQuickReply, "u", option("Yes") })},
		{"a contact as admin", "admin_id", "2.9", contact(func(r *api.Reply) { r.AdminID = "41" })},
		{"no selector", "intercom_user_id", "2.9", contact(func(r *api.Reply) { r.IntercomUserID = "" })},
		{"id and address", "email", "2.9", contact(func(r *api.Reply) { r.Email = "ada@example.com" })},
		{"id and user id", "user_id", "2.9", contact(func(r *api.Reply) { r.UserID = "u" })},
		{"address and user id", "user_id", "2.9", contact(func(r *api.Reply) { r.IntercomUserID, r.Email, r.UserID = "", "ada@example.com", "u" })},
		{"no address", "email", "2.9", contact(func(r *api.Reply) { r.IntercomUserID, r.Email = "", "ada" })},
		{"two addresses", "email", "2.9", contact(func(r *api.Reply) { r.IntercomUserID, r.Email = "", "a@x.org, b@x.org" })},
		{"options on a comment", "reply_options", "2.14", admin(func(r *api.Reply) { r.ReplyOptions = option("Yes") })},
		{"options on a note", "reply_options", "2.14", admin(func(r *api.Reply) { r.As, r.ReplyOptions = api.AsNote, option("Yes") })},
		{"options too early", "reply_options", "2.13", admin(func(r *api.Reply) { r.As, r.ReplyOptions = api.AsQuickReply, option("Yes") })},
		{"an option too early", "reply_options", "2.9", contact(func(r *api.Reply) { r.ReplyOptions = option("Yes") })},
		{"a quick reply without options", "reply_options", "2.14", admin(func(r *api.Reply) { r.As = api.AsQuickReply })},
		{"an option without text", "reply_options[0].text", "2.14", admin(func(r *api.Reply) { r.As, r.ReplyOptions = api.AsQuickReply, option(" ") })},
		{"an option without UUID", "reply_options[0].uuid", "2.14", admin(func(r *api.Reply) {
			r.As, r.ReplyOptions = api.AsQuickReply, []api.QuickReplyOption{{Text: "Yes", UUID: "1"}}
		})},
		{"back-dated contact too early", "created_at", "2.10", contact(func(r *api.Reply) { r.CreatedAt = api.UnixTime(1590000000) })},
		{"before time began", "created_at", "2.9", admin(func(r *api.Reply) { r.CreatedAt = api.UnixTime(-5) })},
		{"silence too early", "skip_notifications", "2.14", admin(func(r *api.Reply) { r.SkipNotifications = true })},
		{"a silent contact", "skip_notifications", "2.15", contact(func(r *api.Reply) { r.SkipNotifications = true })},
		{"eleven addresses", "attachment_urls", "2.9", admin(func(r *api.Reply) { r.AttachmentURLs = make([]string, 11) })},
		{"an address that is none", "attachment_urls[0]", "2.9", admin(func(r *api.Reply) { r.AttachmentURLs = []string{"file:///etc/passwd"} })},
		{"eleven files", "attachment_files", "2.9", admin(func(r *api.Reply) { r.AttachmentFiles = make([]api.File, 11) })},
		{"a file without name", "attachment_files[1].name", "2.9", admin(file(func(f *api.File) { f.Name = " " }))},
		{"a file without type", "attachment_files[1].content_type", "2.9", admin(file(func(f *api.File) { f.ContentType = "png" }))},
		{"an empty file", "attachment_files[1].data", "2.9", admin(file(func(f *api.File) { f.Data = nil }))},
		{"a file too large", "attachment_files[1].data", "2.9", admin(file(func(f *api.File) { f.Data = make([]byte, api.MaxAttachmentSize+1) }))},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c := newServer(t).client(api.WithVersion(tt.version))
			got, err := c.Conversations.Reply(t.Context(), "12", tt.reply)
			if got != nil {
				t.Errorf("got %+v", got)
			}
			wantField(t, err, tt.field)
		})
	}
}

func TestReplyMayBeAnImage(t *testing.T) {
	t.Parallel()
	r := api.Reply{As: api.AsAdmin, AdminID: "41", Body: `<img src="https://example.com/a.png">`}
	if err := r.Validate("2.9"); err != nil {
		t.Error(err)
	}
}

func TestReplyTenAttachments(t *testing.T) {
	t.Parallel()
	r := api.Reply{As: api.AsNote, AdminID: "41", Body: "x"}
	for range api.MaxAttachments {
		r.AttachmentURLs = append(r.AttachmentURLs, "https://example.com/a.png")
		r.AttachmentFiles = append(r.AttachmentFiles, api.File{ContentType: "text/csv; charset=utf-8", Name: "a.csv", Data: []byte("a")})
	}
	if err := r.Validate("2.9"); err != nil {
		t.Error(err)
	}
}
