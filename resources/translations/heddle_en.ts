<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
<context>
    <name>HotLoop</name>
    <message numerus="yes">
        <source>%n instruction(s)</source>
        <translation>
            <numerusform>%n instruction</numerusform>
            <numerusform>%n instructions</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n load(s)</source>
        <translation>
            <numerusform>%n load</numerusform>
            <numerusform>%n loads</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n store(s)</source>
        <translation>
            <numerusform>%n store</numerusform>
            <numerusform>%n stores</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n spill(s)</source>
        <translation>
            <numerusform>%n spill</numerusform>
            <numerusform>%n spills</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n register move(s)</source>
        <translation>
            <numerusform>%n register move</numerusform>
            <numerusform>%n register moves</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>heddle::app::StatusLine</name>
    <message numerus="yes">
        <source>%n group(s)</source>
        <translation>
            <numerusform>%n group</numerusform>
            <numerusform>%n groups</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n thread(s)</source>
        <translation>
            <numerusform>%n thread</numerusform>
            <numerusform>%n threads</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>heddle::views::DotStrip</name>
    <message numerus="yes">
        <source>%n slower →</source>
        <translation>
            <numerusform>%n slower →</numerusform>
            <numerusform>%n slower →</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>heddle::views::ExportDialog</name>
    <message numerus="yes">
        <source>(%n features in all)</source>
        <translation>
            <numerusform>(%n feature in all)</numerusform>
            <numerusform>(%n features in all)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>heddle::views::GraphView</name>
    <message numerus="yes">
        <source>%n hit(s)</source>
        <translation>
            <numerusform>%n hit</numerusform>
            <numerusform>%n hits</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>heddle::views::KernelPanel</name>
    <message numerus="yes">
        <source>%n column(s)</source>
        <translation>
            <numerusform>%n column</numerusform>
            <numerusform>%n columns</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>heddle::views::ProfilePanel</name>
    <message numerus="yes">
        <source>%1 with %n thread(s). Peak here: %2 and %3.</source>
        <translation>
            <numerusform>%1 with %n thread. Peak here: %2 and %3.</numerusform>
            <numerusform>%1 with %n threads. Peak here: %2 and %3.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>heddle::views::RunPanel</name>
    <message numerus="yes">
        <source>%1, %2, %n thread(s)</source>
        <translation>
            <numerusform>%1, %2, %n thread</numerusform>
            <numerusform>%1, %2, %n threads</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>heddle::views::TextPane</name>
    <message numerus="yes">
        <source>%n line(s)</source>
        <translation>
            <numerusform>%n line</numerusform>
            <numerusform>%n lines</numerusform>
        </translation>
    </message>
</context>
</TS>
