<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis styleCategories="Symbology|Rendering" maxScale="0" version="3.22.16-Białowieża" hasScaleBasedVisibilityFlag="0" minScale="1e+08">
  <pipe-data-defined-properties>
    <Option type="Map">
      <Option value="" name="name" type="QString"/>
      <Option name="properties"/>
      <Option value="collection" name="type" type="QString"/>
    </Option>
  </pipe-data-defined-properties>
  <pipe>
    <provider>
      <resampling zoomedInResamplingMethod="nearestNeighbour" enabled="false" maxOversampling="2" zoomedOutResamplingMethod="nearestNeighbour"/>
    </provider>
    <rasterrenderer band="1" type="singlebandpseudocolor" alphaBand="-1" nodataColor="" classificationMin="0" classificationMax="1.5" opacity="1">
      <minMaxOrigin>
        <limits>None</limits>
        <extent>WholeRaster</extent>
        <statAccuracy>Estimated</statAccuracy>
        <cumulativeCutLower>0.02</cumulativeCutLower>
        <cumulativeCutUpper>0.98</cumulativeCutUpper>
        <stdDevFactor>2</stdDevFactor>
      </minMaxOrigin>
      <rastershader>
        <colorrampshader classificationMode="1" minimumValue="0" labelPrecision="6" colorRampType="INTERPOLATED" clip="0" maximumValue="1.5">
          <colorramp name="[source]" type="gradient">
            <Option type="Map">
              <Option value="13,8,135,255" name="color1" type="QString"/>
              <Option value="240,249,33,255" name="color2" type="QString"/>
              <Option value="0" name="discrete" type="QString"/>
              <Option value="gradient" name="rampType" type="QString"/>
              <Option value="0.133333;106,0,168,255:0.266667;177,42,144,255:0.466667;225,100,98,255:0.666667;252,166,54,255" name="stops" type="QString"/>
            </Option>
            <prop k="color1" v="13,8,135,255"/>
            <prop k="color2" v="240,249,33,255"/>
            <prop k="discrete" v="0"/>
            <prop k="rampType" v="gradient"/>
            <prop k="stops" v="0.133333;106,0,168,255:0.266667;177,42,144,255:0.466667;225,100,98,255:0.666667;252,166,54,255"/>
          </colorramp>
          <item value="0" alpha="255" label="0" color="#0d0887"/>
          <item value="0.2" alpha="255" label="0.2" color="#6a00a8"/>
          <item value="0.4" alpha="255" label="0.4" color="#b12a90"/>
          <item value="0.7" alpha="255" label="0.7" color="#e16462"/>
          <item value="1" alpha="255" label="1" color="#fca636"/>
          <item value="1.5" alpha="255" label="1.5" color="#f0f921"/>
          <rampLegendSettings prefix="" orientation="2" useContinuousLegend="1" maximumLabel="" direction="0" suffix="" minimumLabel="">
            <numericFormat id="basic">
              <Option type="Map">
                <Option value="" name="decimal_separator" type="QChar"/>
                <Option value="1" name="decimals" type="int"/>
                <Option value="0" name="rounding_type" type="int"/>
                <Option value="false" name="show_plus" type="bool"/>
                <Option value="true" name="show_thousand_separator" type="bool"/>
                <Option value="false" name="show_trailing_zeros" type="bool"/>
                <Option value="" name="thousand_separator" type="QChar"/>
              </Option>
            </numericFormat>
          </rampLegendSettings>
        </colorrampshader>
      </rastershader>
    </rasterrenderer>
    <brightnesscontrast gamma="1" brightness="0" contrast="0"/>
    <huesaturation grayscaleMode="0" colorizeOn="0" colorizeRed="255" colorizeGreen="128" colorizeStrength="100" saturation="0" invertColors="0" colorizeBlue="128"/>
    <rasterresampler maxOversampling="2"/>
    <resamplingStage>resamplingFilter</resamplingStage>
  </pipe>
  <blendMode>0</blendMode>
</qgis>
