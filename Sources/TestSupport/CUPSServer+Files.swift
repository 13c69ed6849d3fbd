/// What a `cupsd` of a test's own reads.
extension CUPSServer {
    /// Prints into a file, or does what the mood says. CUPS calls it with the job's number, its user, title, copies and
    /// options, and perhaps a file.
    static let backend = """
        #!/bin/sh
        [ $# = 0 ] && exit 0
        out="${DEVICE_URI#scripted:}"
        mood() { cat "$out/mood" 2>/dev/null; }
        echo "$5" > "$out/options-$1"
        case "$(mood)" in
        empty)
            echo "STATE: +media-empty-error" >&2
            while [ "$(mood)" = empty ]; do sleep 0.05; done
            echo "STATE: -media-empty-error" >&2;;
        slow) while [ "$(mood)" = slow ]; do sleep 0.05; done;;
        fails)
            echo "ERROR: the drum is worn out" >&2
            exit 1;;
        esac
        cat "${6:-/dev/stdin}" > "$out/printing-$1" && mv "$out/printing-$1" "$out/printed-$1"
        chmod 644 "$out/printed-$1"
        echo "PAGE: 1 1" >&2
        exit 0

        """

    static func configuration(port: Int) -> String {
        """
        Listen 127.0.0.1:\(port)
        Browsing Off
        DefaultAuthType None
        WebInterface No
        LogLevel debug
        MaxLogSize 0
        DirtyCleanInterval 0
        <Location />
        Order deny,allow
        Allow all
        </Location>
        <Policy default>
        JobPrivateAccess all
        JobPrivateValues none
        SubscriptionPrivateAccess all
        SubscriptionPrivateValues none
        <Limit All>
        Order deny,allow
        Allow all
        </Limit>
        </Policy>

        """
    }

    static func files(in folder: String) -> String {
        """
        ServerRoot \(folder)/root
        ServerBin \(folder)/bin
        DataDir /usr/share/cups
        RequestRoot \(folder)/spool
        TempDir \(folder)/spool/tmp
        CacheDir \(folder)/cache
        StateDir \(folder)/state
        ErrorLog \(folder)/log/error
        AccessLog \(folder)/log/access
        PageLog \(folder)/log/page
        SystemGroup root
        Sandboxing relaxed

        """
    }

    static func printers(in folder: String) -> String {
        [(Printer.desk, "stop-printer"), (.raw, "abort-job")].map { printer, policy in
            """
            <Printer \(printer.rawValue)>
            DeviceURI scripted:\(folder)/out
            State Idle
            Type 4
            Accepting Yes
            Shared No
            JobSheets none none
            ErrorPolicy \(policy)
            </Printer>

            """
        }.joined()
    }

    /// What CUPS needs to know of a printer that takes PDF, on A4 or Letter, from two trays.
    static let description = """
        *PPD-Adobe: "4.3"
        *FormatVersion: "4.3"
        *FileVersion: "1.0"
        *LanguageVersion: English
        *LanguageEncoding: ISOLatin1
        *PCFileName: "DESK.PPD"
        *Manufacturer: "Test"
        *Product: "(Test)"
        *ModelName: "Test"
        *ShortNickName: "Test"
        *NickName: "Test"
        *PSVersion: "(3010.000) 0"
        *LanguageLevel: "3"
        *ColorDevice: False
        *DefaultColorSpace: Gray
        *FileSystem: False
        *cupsVersion: 2.4
        *cupsFilter2: "application/vnd.cups-pdf application/pdf 0 -"
        *OpenUI *PageSize/Size: PickOne
        *DefaultPageSize: A4
        *PageSize A4/A4: "<</PageSize[595 842]>>setpagedevice"
        *PageSize Letter/Letter: "<</PageSize[612 792]>>setpagedevice"
        *CloseUI: *PageSize
        *OpenUI *PageRegion/Size: PickOne
        *DefaultPageRegion: A4
        *PageRegion A4/A4: "<</PageSize[595 842]>>setpagedevice"
        *PageRegion Letter/Letter: "<</PageSize[612 792]>>setpagedevice"
        *CloseUI: *PageRegion
        *OpenUI *InputSlot/Tray: PickOne
        *DefaultInputSlot: Main
        *InputSlot Main/Main: "<</MediaPosition 0>>setpagedevice"
        *InputSlot Manual/By hand: "<</ManualFeed true>>setpagedevice"
        *CloseUI: *InputSlot
        *DefaultImageableArea: A4
        *ImageableArea A4/A4: "12 12 583 830"
        *ImageableArea Letter/Letter: "12 12 600 780"
        *DefaultPaperDimension: A4
        *PaperDimension A4/A4: "595 842"
        *PaperDimension Letter/Letter: "612 792"

        """
}
