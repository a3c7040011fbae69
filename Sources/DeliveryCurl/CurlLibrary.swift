import CCurl

/// The installed libcurl.
package enum CurlLibrary {
    /// Its version, such as `7.88.1`.
    package static var version: String {
        unsafe String(cString: referral_curl_version().pointee.version)
    }

    /// What it lacks that we need, each as a sentence; empty when all is well.
    package static var problems: [String] {
        let info = unsafe referral_curl_version().pointee
        let features = unsafe Int32(info.features)
        var problems: [String] = []
        if unsafe info.version_num < 0x075500 {
            problems.append("libcurl \(version) is too old; install 7.85 or newer.")
        }
        if features & CURL_VERSION_HTTP2 == 0 {
            problems.append("libcurl was built without HTTP/2; install libcurl4-openssl-dev.")
        }
        let tls = unsafe info.ssl_version.map { unsafe String(cString: $0) } ?? "no TLS"
        if !tls.hasPrefix("OpenSSL") {
            problems.append("libcurl was built with \(tls); install libcurl4-openssl-dev.")
        }
        return problems
    }
}
