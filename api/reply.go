package api

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"

	"github.com/google/uuid"
	"golang.org/x/net/html"

	"parley/api/safetext"
)

// ReplyAs is whose words a reply is, and who sees it.
type ReplyAs string

// The kinds of reply.
const (
	AsAdmin      ReplyAs = "admin"       // a comment to the customer
	AsNote       ReplyAs = "note"        // an internal note
	AsContact    ReplyAs = "contact"     // a comment on behalf of the contact
	AsQuickReply ReplyAs = "quick_reply" // an admin's message with options to click; 2.14
)

// Last is the word that Intercom takes in place of a conversation's id in a
// reply. Its pages disagree on what it means, so nothing of ours sends it
// unasked.
const Last ID = "last"

// Limits of a reply, as Intercom's description states them, and of a file, as
// its help pages do.
const (
	MaxAttachments    = 10
	MaxAttachmentSize = 100 << 20
)

// Reply is what to add to a conversation. AdminID speaks for every kind but
// AsContact, where exactly one of IntercomUserID, Email and UserID says on
// whose behalf.
type Reply struct {
	As   ReplyAs
	Body string // HTML

	AdminID        ID
	IntercomUserID ID
	Email          string
	UserID         string // the workspace's own id of the contact

	AttachmentURLs    []string
	AttachmentFiles   []File
	ReplyOptions      []QuickReplyOption // to offer, or as a contact the one taken; 2.14
	CreatedAt         Time               // back-dates, for imports; as a contact from 2.11
	SkipNotifications bool               // 2.15
}

// File is a file to attach.
type File struct {
	ContentType string
	Name        string
	Data        []byte
}

// Reply adds a comment or note to a conversation and returns the whole
// conversation. The new part need not be the last one. With *PostedError the
// reply is there and the conversation has to be fetched.
func (s ConversationsService) Reply(ctx context.Context, id ID, r Reply) (*Conversation, error) {
	path, err := idPath("conversations", string(id), "reply")
	if err != nil {
		return nil, err
	}
	if err := r.Validate(s.c.version); err != nil {
		return nil, err
	}
	return s.c.conversation(ctx, call{method: http.MethodPost, path: path, body: r.wire()})
}

// Validate returns a *FieldError for the first thing about the reply that
// Intercom cannot accept in the version, or that would say something else
// than was meant. It needs no network.
func (r *Reply) Validate(v Version) error {
	checks := []func(Version) error{r.checkAuthor, r.checkBody, r.checkOptions, r.checkExtras, r.checkURLs, r.checkFiles}
	for _, check := range checks {
		if err := check(v); err != nil {
			return err
		}
	}
	return nil
}

func (r *Reply) checkAuthor(Version) error {
	sel := r.selectors()
	switch r.As {
	case AsAdmin, AsNote, AsQuickReply:
		if field := sel.first(); field != "" {
			return &FieldError{Field: field, Problem: fmt.Sprintf("names a contact, but the reply is an admin's %s", r.kind())}
		}
		return present("admin_id", r.AdminID)
	case AsContact:
		if r.AdminID != "" {
			return &FieldError{Field: "admin_id", Problem: "names an admin, but the reply is on behalf of a contact"}
		}
		return sel.check()
	case "":
		return &FieldError{Field: "message_type", Problem: "is missing: say whether it is a comment, a note or a contact's reply"}
	default:
		return &FieldError{Field: "message_type", Problem: fmt.Sprintf("%q is none of admin, note, contact and quick_reply", string(r.As))}
	}
}

func (r *Reply) checkBody(Version) error {
	if len(r.ReplyOptions) > 0 && r.Body == "" {
		return nil // the options speak; checkOptions decides whether they may
	}
	if saysNothing(r.Body) {
		return &FieldError{Field: "body", Problem: "is empty"}
	}
	return nil
}

func (r *Reply) checkOptions(v Version) error {
	switch {
	case r.As == AsQuickReply && len(r.ReplyOptions) == 0:
		return &FieldError{Field: "reply_options", Problem: "are missing: a quick reply offers at least one"}
	case len(r.ReplyOptions) == 0:
		return nil
	case r.As != AsQuickReply && r.As != AsContact:
		return &FieldError{Field: "reply_options", Problem: fmt.Sprintf("belong to a quick reply, not to a %s", r.kind())}
	}
	if err := requireFor("reply_options", v, FeatureQuickReplies); err != nil {
		return err
	}
	for i, o := range r.ReplyOptions {
		if strings.TrimSpace(o.Text) == "" {
			return &FieldError{Field: fmt.Sprintf("reply_options[%d].text", i), Problem: "is empty"}
		}
		if len(o.UUID) != 36 || uuid.Validate(o.UUID) != nil {
			return &FieldError{Field: fmt.Sprintf("reply_options[%d].uuid", i), Problem: "is not a UUID"}
		}
	}
	return nil
}

func (r *Reply) checkExtras(v Version) error {
	if !r.CreatedAt.IsZero() {
		if r.CreatedAt.Unix() <= 0 {
			return &FieldError{Field: "created_at", Problem: "is before 1970"}
		}
		if r.As == AsContact {
			if err := requireFor("created_at", v, FeatureContactCreatedAt); err != nil {
				return err
			}
		}
	}
	if r.SkipNotifications {
		if r.As == AsContact {
			return &FieldError{Field: "skip_notifications", Problem: "is for an admin's reply, not for a contact's"}
		}
		return requireFor("skip_notifications", v, FeatureSkipNotifications)
	}
	return nil
}

func (r *Reply) checkURLs(Version) error {
	if n := len(r.AttachmentURLs); n > MaxAttachments {
		return &FieldError{Field: "attachment_urls", Problem: fmt.Sprintf("%d given, at most %d are allowed", n, MaxAttachments)}
	}
	for i, s := range r.AttachmentURLs {
		u, err := url.Parse(s)
		if err != nil || u.Host == "" || (u.Scheme != "https" && u.Scheme != "http") {
			return &FieldError{Field: fmt.Sprintf("attachment_urls[%d]", i), Problem: "is not an http or https address"}
		}
	}
	return nil
}

func (r *Reply) checkFiles(Version) error {
	if n := len(r.AttachmentFiles); n > MaxAttachments {
		return &FieldError{Field: "attachment_files", Problem: fmt.Sprintf("%d given, at most %d are allowed", n, MaxAttachments)}
	}
	for i, f := range r.AttachmentFiles {
		field := func(name string) string { return fmt.Sprintf("attachment_files[%d].%s", i, name) }
		_, _, typeErr := mime.ParseMediaType(f.ContentType)
		switch {
		case strings.TrimSpace(f.Name) == "":
			return &FieldError{Field: field("name"), Problem: "is empty"}
		case typeErr != nil || !strings.Contains(f.ContentType, "/"):
			return &FieldError{Field: field("content_type"), Problem: "is not a media type such as image/png"}
		case len(f.Data) == 0:
			return &FieldError{Field: field("data"), Problem: "is empty"}
		case len(f.Data) > MaxAttachmentSize:
			return &FieldError{Field: field("data"), Problem: fmt.Sprintf("is larger than %d MB", MaxAttachmentSize>>20)}
		}
	}
	return nil
}

// kind names the reply in messages.
func (r *Reply) kind() string {
	switch r.As {
	case AsAdmin:
		return "comment"
	case AsQuickReply:
		return "quick reply"
	case AsContact:
		return "contact's comment"
	default:
		return string(r.As)
	}
}

func (r *Reply) selectors() selectors { return selectors{r.IntercomUserID, r.Email, r.UserID} }

// wire returns the reply as the page "Reply to a conversation" describes it.
// Only what was given is in it.
func (r *Reply) wire() map[string]any {
	w := map[string]any{"message_type": r.messageType()}
	if r.Body != "" {
		w["body"] = r.Body
	}
	if r.As == AsContact {
		w["type"] = "user" // for leads too
		r.selectors().add(w)
	} else {
		w["type"], w["admin_id"] = "admin", r.AdminID
	}
	if len(r.AttachmentURLs) > 0 {
		w["attachment_urls"] = r.AttachmentURLs
	}
	if len(r.AttachmentFiles) > 0 {
		w["attachment_files"] = wireFiles(r.AttachmentFiles)
	}
	if len(r.ReplyOptions) > 0 {
		w["reply_options"] = r.ReplyOptions
	}
	if !r.CreatedAt.IsZero() {
		w["created_at"] = r.CreatedAt
	}
	if r.SkipNotifications {
		w["skip_notifications"] = true
	}
	return w
}

// messageType follows the vendor's example for a contact who takes an option
// without a word: the description's own list does not know it.
func (r *Reply) messageType() string {
	switch {
	case r.As == AsNote:
		return "note"
	case r.As == AsQuickReply, r.As == AsContact && r.Body == "":
		return "quick_reply"
	default:
		return "comment"
	}
}

func wireFiles(files []File) []map[string]string {
	out := make([]map[string]string, len(files))
	for i, f := range files {
		out[i] = map[string]string{
			"content_type": f.ContentType,
			"name":         f.Name,
			"data":         base64.StdEncoding.EncodeToString(f.Data),
		}
	}
	return out
}

// selectors are the ways to name a contact.
type selectors struct {
	intercomUserID ID
	email, userID  string
}

// first returns the name of the first selector that is set.
func (s selectors) first() string {
	switch {
	case s.intercomUserID != "":
		return "intercom_user_id"
	case s.email != "":
		return "email"
	case s.userID != "":
		return "user_id"
	default:
		return ""
	}
}

// check returns an error unless exactly one selector is set and can be right.
func (s selectors) check() error {
	switch {
	case s.first() == "":
		return &FieldError{Field: "intercom_user_id", Problem: "is missing: name the contact by intercom_user_id, email or user_id"}
	case s.intercomUserID != "" && s.email != "":
		return &FieldError{Field: "email", Problem: "is given besides intercom_user_id; only one may be"}
	case s.intercomUserID != "" && s.userID != "":
		return &FieldError{Field: "user_id", Problem: "is given besides intercom_user_id; only one may be"}
	case s.email != "" && s.userID != "":
		return &FieldError{Field: "user_id", Problem: "is given besides email; only one may be"}
	case s.email != "" && !plausibleAddress(s.email):
		return &FieldError{Field: "email", Problem: "is not a mail address"}
	}
	return nil
}

func (s selectors) add(w map[string]any) {
	switch s.first() {
	case "intercom_user_id":
		w["intercom_user_id"] = s.intercomUserID
	case "email":
		w["email"] = s.email
	case "user_id":
		w["user_id"] = s.userID
	}
}

// plausibleAddress refuses what cannot be an address and no more: addresses
// that break the standard are in use.
func plausibleAddress(s string) bool {
	at := strings.LastIndexByte(s, '@')
	return at > 0 && at < len(s)-1 && !strings.ContainsAny(s, " \t\r\n,;<>")
}

// saysNothing reports whether HTML has neither visible text nor an image or
// the like.
func saysNothing(body string) bool {
	z := html.NewTokenizer(strings.NewReader(body))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return errors.Is(z.Err(), io.EOF)
		case html.TextToken:
			if strings.TrimSpace(safetext.Block(string(z.Text()))) != "" {
				return false
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			switch name, _ := z.TagName(); string(name) {
			case "img", "video", "audio", "iframe", "object", "embed":
				return false
			}
		}
	}
}
