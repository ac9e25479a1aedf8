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
    <name>heddle::app::MainWindow</name>
    <message numerus="yes">
        <source>%n thread(s)</source>
        <translation>
            <numerusform>%n thread</numerusform>
            <numerusform>%n threads</numerusform>
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
    <name>heddle::views::ComparePanel</name>
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
    <name>heddle::views::LessonCard</name>
    <message numerus="yes">
        <source>and %n step(s) more</source>
        <translation>
            <numerusform>and %n step more</numerusform>
            <numerusform>and %n steps more</numerusform>
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
    <name>heddle::views::ScheduleBar</name>
    <message numerus="yes">
        <source>shared by %n group(s)</source>
        <translation>
            <numerusform>shared by %n group</numerusform>
            <numerusform>shared by %n groups</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>heddle::views::ScheduleTreeModel</name>
    <message numerus="yes">
        <source>%1: %n iteration(s), %2</source>
        <translation>
            <numerusform>%1: %n iteration, %2</numerusform>
            <numerusform>%1: %n iterations, %2</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>heddle::views::SpeedCard</name>
    <message numerus="yes">
        <source>%n thread(s)</source>
        <translation>
            <numerusform>%n thread</numerusform>
            <numerusform>%n threads</numerusform>
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
        <source>%n spill(s)</source>
        <translation>
            <numerusform>%n spill</numerusform>
            <numerusform>%n spills</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>heddle::views::StepForm</name>
    <message numerus="yes">
        <source>The nearest legal way: %n step(s)</source>
        <translation>
            <numerusform>The nearest legal way: %n step</numerusform>
            <numerusform>The nearest legal way: %n steps</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>after taking back %n step(s)</source>
        <translation>
            <numerusform>after taking back %n step</numerusform>
            <numerusform>after taking back %n steps</numerusform>
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
<context>
    <name>heddle::views::TraceEditor</name>
    <message numerus="yes">
        <source>%n step(s)</source>
        <translation>
            <numerusform>%n step</numerusform>
            <numerusform>%n steps</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>heddle::views::TransplantDialog</name>
    <message numerus="yes">
        <source>%n group(s) of the same kind.</source>
        <translation>
            <numerusform>%n group of the same kind.</numerusform>
            <numerusform>%n groups of the same kind.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Transplant to %n group(s)</source>
        <translation>
            <numerusform>Transplant to %n group</numerusform>
            <numerusform>Transplant to %n groups</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Done: tried on %n group(s).</source>
        <translation>
            <numerusform>Done: tried on %n group.</numerusform>
            <numerusform>Done: tried on %n groups.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The model is now built with it where it is faster: in %n of them.</source>
        <translation>
            <numerusform>The model is now built with it where it is faster: in %n of them.</numerusform>
            <numerusform>The model is now built with it where it is faster: in %n of them.</numerusform>
        </translation>
    </message>
</context>
</TS>
