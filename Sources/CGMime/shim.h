// GMime's casts are macros, which Swift doesn't see: here is one function for each that we need.
#include <gmime/gmime.h>

static inline GMimeObject *cgmime_message_object(GMimeMessage *message) {
    return GMIME_OBJECT(message);
}

static inline GMimeObject *cgmime_part_object(GMimePart *part) {
    return GMIME_OBJECT(part);
}

static inline GMimeObject *cgmime_multipart_object(GMimeMultipart *multipart) {
    return GMIME_OBJECT(multipart);
}

static inline GMimeStreamMem *cgmime_memory_stream(GMimeStream *stream) {
    return GMIME_STREAM_MEM(stream);
}

static inline InternetAddress *cgmime_mailbox_address(InternetAddress *mailbox) {
    return INTERNET_ADDRESS(mailbox);
}

// What something is, where it is that; else null.

static inline GMimeMultipart *cgmime_multipart(GMimeObject *object) {
    return GMIME_IS_MULTIPART(object) ? GMIME_MULTIPART(object) : NULL;
}

static inline GMimePart *cgmime_part(GMimeObject *object) {
    return GMIME_IS_PART(object) ? GMIME_PART(object) : NULL;
}

static inline InternetAddressMailbox *cgmime_mailbox(InternetAddress *address) {
    return INTERNET_ADDRESS_IS_MAILBOX(address) ? INTERNET_ADDRESS_MAILBOX(address) : NULL;
}

static inline InternetAddressGroup *cgmime_group(InternetAddress *address) {
    return INTERNET_ADDRESS_IS_GROUP(address) ? INTERNET_ADDRESS_GROUP(address) : NULL;
}

static inline GMimeStreamFilter *cgmime_filter_stream(GMimeStream *stream) {
    return GMIME_STREAM_FILTER(stream);
}
