package api

import (
	"errors"
	"fmt"
	"io"
	"mime"
	"net/url"
	"strings"

	"github.com/google/uuid"
	"golang.org/x/net/html"

	"parley/api/safetext"
)

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
